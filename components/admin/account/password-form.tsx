import { Button, FormError, type FormState, TextField } from '#components/ui/form.tsx'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#lib/domain/access.ts'

export function PasswordForm({ state, email }: { state: FormState; email: string }) {
  return (
    <form method="post" action="/admin/account/password" data-own className="grid max-w-96 gap-4">
      <input type="hidden" name="form" value="password" />
      <FormError state={state} />
      {/* Password managers file the password under this field. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField
        name="currentPassword"
        label="Current password"
        type="password"
        required
        autoComplete="current-password"
        state={state}
      />
      <TextField
        name="newPassword"
        label="New password"
        type="password"
        required
        autoComplete="new-password"
        hint={`${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters. This ends all other sessions.`}
        state={state}
      />
      <p>
        <Button>Change password</Button>
      </p>
    </form>
  )
}
