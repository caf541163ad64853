import { Button, FormError, type FormState, TextField } from '#components/ui/form.tsx'

export function SignInForm({ next, state }: { next: string; state: FormState }) {
  return (
    <form method="post" action="/admin/sign-in/submit" className="mt-6 grid max-w-96 gap-4">
      <FormError state={state} />
      <input type="hidden" name="next" value={next} />
      <TextField name="email" label="E-mail address" required autoComplete="username" state={state} />
      <TextField name="password" label="Password" type="password" required autoComplete="current-password" />
      <p>
        <Button look="main">Sign in</Button>
      </p>
    </form>
  )
}
