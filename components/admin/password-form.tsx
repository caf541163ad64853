import { Button, FormError, type FormState, TextField } from '#components/ui/form.tsx'

export function PasswordForm({ state, minLength }: { state: FormState; minLength: number }) {
  return (
    <form method="post" action="/admin/account/password" className="grid max-w-96 gap-4">
      <FormError state={state} />
      <TextField
        name="currentPassword"
        label="Present password"
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
        hint={`${minLength} characters or more.`}
        state={state}
      />
      <p>
        <Button>Change the password</Button>
      </p>
    </form>
  )
}
