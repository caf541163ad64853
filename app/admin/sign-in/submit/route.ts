import { isOwnOrigin } from '#lib/auth/own-origin.ts'
import { ForbiddenError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { redirectWith } from '../../flash.ts'
import { FOREIGN_FORM, text } from '../../form.ts'
import { safeNext, signInPath } from '../../next-path.ts'
import { readForm } from '../../read-form.ts'
import { askAuth, redirectWithCookies, tooOften, waitSecondsOf } from '../../sign-in-request.ts'

export const dynamic = 'force-dynamic'

export const POST = handleApi(async (request: Request) => {
  if (!isOwnOrigin(request)) throw new ForbiddenError(FOREIGN_FORM)
  const form = await readForm(request, ['next', 'email', 'password'])
  const next = safeNext(text(form, 'next'))
  const email = text(form, 'email') ?? ''
  const answer = await askAuth('/sign-in/email', request, { email, password: String(form.get('password') ?? '') })
  if (answer.ok) return redirectWithCookies(next, answer)
  if (answer.status === 429) return tooOften(waitSecondsOf(answer))
  return redirectWith(signInPath(next), {
    // The message does not reveal which of the two is wrong.
    errors: { '': 'No account has this e-mail address and password.' },
    values: { email },
  })
})
