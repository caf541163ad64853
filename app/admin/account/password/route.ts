import { getPrincipal, isOwnOrigin, MIN_PASSWORD_LENGTH } from '#lib/auth.ts'
import { ForbiddenError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/problem.ts'
import { redirectWith } from '../../flash.ts'
import { FOREIGN_FORM, readForm } from '../../form.ts'
import { signInPath } from '../../next-path.ts'
import { askAuth, tooOften } from '../../sign-in-request.ts'

export const dynamic = 'force-dynamic'

/** Viewers change theirs too. Every other session of the account ends, and this one gets a new cookie. */
export const POST = handleApi(async (request: Request) => {
  if (!isOwnOrigin(request)) throw new ForbiddenError(FOREIGN_FORM)
  if ((await getPrincipal(request)) === null) {
    return new Response(null, { status: 303, headers: { location: signInPath('/admin/account') } })
  }
  const form = await readForm(request)
  const newPassword = String(form.get('newPassword') ?? '')
  const answer = await askAuth('/change-password', request, {
    currentPassword: String(form.get('currentPassword') ?? ''),
    newPassword,
    revokeOtherSessions: true,
  })
  if (answer.status === 429) return tooOften(answer)
  if (!answer.ok) return redirectWith('/admin/account', { errors: describeRefusal(newPassword) })
  const done = redirectWith('/admin/account', { message: 'The password is changed. All other sessions have ended.' })
  for (const cookie of answer.headers.getSetCookie()) done.headers.append('set-cookie', cookie)
  return done
})

function describeRefusal(newPassword: string): Record<string, string> {
  return newPassword.length < MIN_PASSWORD_LENGTH
    ? { newPassword: `It needs ${MIN_PASSWORD_LENGTH} characters or more.` }
    : newPassword.length > 256
      ? { newPassword: 'It may have 256 characters at most.' }
      : { currentPassword: 'This is not your present password.' }
}
