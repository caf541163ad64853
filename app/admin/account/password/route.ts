import { isOwnOrigin } from '#lib/auth/own-origin.ts'
import { getPrincipal } from '#lib/auth/principal.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#lib/domain/access.ts'
import { ForbiddenError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { redirectWith } from '../../flash.ts'
import { FOREIGN_FORM, requirePerson } from '../../form.ts'
import { signInPath } from '../../next-path.ts'
import { readForm } from '../../read-form.ts'
import { askAuth, tooOften, waitSecondsOf } from '../../sign-in-request.ts'

export const dynamic = 'force-dynamic'

/** Viewers can change their own password too. Ends all other sessions of the account and gives this one a new cookie. */
export const POST = handleApi(async (request: Request) => {
  if (!isOwnOrigin(request)) throw new ForbiddenError(FOREIGN_FORM)
  const principal = await getPrincipal(request)
  if (principal === null) {
    return new Response(null, { status: 303, headers: { location: signInPath('/admin/account') } })
  }
  requirePerson(principal)
  const form = await readForm(request, ['currentPassword', 'newPassword'])
  const newPassword = String(form.get('newPassword') ?? '')
  const answer = await askAuth('/change-password', request, {
    currentPassword: String(form.get('currentPassword') ?? ''),
    newPassword,
    revokeOtherSessions: true,
  })
  if (answer.status === 429) return tooOften(waitSecondsOf(answer))
  if (!answer.ok) {
    return redirectWith('/admin/account', { form: 'password', errors: describeRefusal(newPassword) })
  }
  const done = redirectWith('/admin/account', { message: 'Password changed. All other sessions ended.' })
  for (const cookie of answer.headers.getSetCookie()) done.headers.append('set-cookie', cookie)
  return done
})

function describeRefusal(newPassword: string): Record<string, string> {
  return newPassword.length < MIN_PASSWORD_LENGTH
    ? { newPassword: `Use ${MIN_PASSWORD_LENGTH} characters or more.` }
    : newPassword.length > MAX_PASSWORD_LENGTH
      ? { newPassword: `Use ${MAX_PASSWORD_LENGTH} characters at most.` }
      : { currentPassword: 'This is not your current password.' }
}
