import { Button, FormError, type FormState, TextField } from '#components/ui/form.tsx'

interface Props {
  /** Where to go after signing in: a path of this site. */
  next: string
  state: FormState
  /** The issuer's display name; null where none is configured. */
  issuerName: string | null
}

export function SignInForm({ next, state, issuerName }: Props) {
  return (
    <>
      <form method="post" action="/admin/sign-in/submit" data-own className="mt-6 grid max-w-96 gap-4">
        <FormError state={state} />
        <input type="hidden" name="next" value={next} />
        <TextField name="email" label="E-mail address" required autoComplete="username" state={state} />
        <TextField name="password" label="Password" type="password" required autoComplete="current-password" />
        <p>
          <Button look="main">Sign in</Button>
        </p>
      </form>
      {issuerName !== null && (
        <p className="mt-8 max-w-96 border-line border-t pt-6">
          <a
            href={`/admin/sign-in/oidc?next=${encodeURIComponent(next)}`}
            className="inline-flex min-h-9 items-center rounded-md border border-edge px-3.5 text-small hover:bg-tint"
          >
            Sign in with {issuerName}
          </a>
        </p>
      )}
    </>
  )
}
