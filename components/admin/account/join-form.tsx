import { Button, FormError, type FormState, TextField } from '#components/ui/form.tsx'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, type Role } from '#lib/domain/access.ts'

interface Props {
  /** The secret from the link. */
  link: string
  email: string
  /** The role that the invitation grants; null when the link only resets a password. */
  role: Role | null
  state: FormState
  /** The issuer's display name; signing in there accepts the invitation too. Null where none is configured. */
  issuerName: string | null
}

/** Lets an invited user, or one who needs a new password, set it. */
export function JoinForm({ link, email, role, state, issuerName }: Props) {
  return (
    <>
      <p className="mt-4 max-w-[68ch]">
        {role === null
          ? 'Choose a new password. This ends all sessions of the account.'
          : role === 'admin'
            ? 'You are invited as an admin, who can change everything here. Choose a password.'
            : 'You are invited as a viewer, who can see the admin area but change nothing. Choose a password.'}
      </p>
      <form method="post" action={`/admin/join/${link}/submit`} data-own className="mt-6 grid max-w-96 gap-4">
        <FormError state={state} />
        <TextField name="email" label="E-mail address" value={email} readOnly autoComplete="username" />
        <TextField
          name="password"
          label="Password"
          type="password"
          required
          minLength={MIN_PASSWORD_LENGTH}
          autoComplete="new-password"
          hint={`${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters.`}
          state={state}
        />
        <TextField
          name="passwordAgain"
          label="Repeat the password"
          type="password"
          required
          autoComplete="new-password"
          state={state}
        />
        <p>
          <Button look="main">Set password and sign in</Button>
        </p>
      </form>
      {role !== null && issuerName !== null && (
        <p className="mt-6">
          Or, without a password,{' '}
          <a href="/admin/sign-in/oidc" className="linked">
            sign in with {issuerName}
          </a>
          , as {email}.
        </p>
      )}
    </>
  )
}
