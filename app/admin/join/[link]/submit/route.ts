import { acceptLink } from '#lib/admin/account/account-links.ts'
import { isOwnOrigin } from '#lib/auth/own-origin.ts'
import { countTry } from '#lib/auth/tries.ts'
import { ForbiddenError, InvalidInputError, OutageHistoryError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { clientBlock } from '../../../client.ts'
import { redirectWith } from '../../../flash.ts'
import { FOREIGN_FORM } from '../../../form.ts'
import { readForm } from '../../../read-form.ts'
import { askAuth, redirectWithCookies, tooOften } from '../../../sign-in-request.ts'

export const dynamic = 'force-dynamic'

/** Sets the password and signs in. */
export const POST = handleApi(async (request: Request, { params }: { params: Promise<{ link: string }> }) => {
  if (!isOwnOrigin(request)) throw new ForbiddenError(FOREIGN_FORM)
  const waitSeconds = await countTry('/join', clientBlock(request.headers))
  if (waitSeconds > 0) return tooOften(waitSeconds)
  const { link } = await params
  const form = await readForm(request, ['password', 'passwordAgain'])
  const password = String(form.get('password') ?? '')
  try {
    if (password !== String(form.get('passwordAgain') ?? '')) {
      throw new InvalidInputError('The passwords do not match.', 'passwordAgain')
    }
    const email = await acceptLink(link, password)
    const answer = await askAuth('/sign-in/email', request, { email, password })
    if (answer.ok) return redirectWithCookies('/admin', answer)
    // The password is set; only the sign-in has to wait, most likely because of the rate limit.
    return redirectWith('/admin/sign-in', {
      message: 'Password set. Sign in with it.',
      values: { email },
    })
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    const field = error instanceof InvalidInputError ? (error.field ?? '') : ''
    return redirectWith(`/admin/join/${encodeURIComponent(link)}`, { errors: { [field]: error.message } })
  }
})
