import { isOwnOrigin } from '#lib/auth/own-origin.ts'
import { ForbiddenError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { FOREIGN_FORM } from '../form.ts'
import { askAuth, redirectWithCookies } from '../sign-in-request.ts'

export const dynamic = 'force-dynamic'

/** Ends the session in the database, so that a copied cookie is worthless. */
export const POST = handleApi(async (request: Request) => {
  if (!isOwnOrigin(request)) throw new ForbiddenError(FOREIGN_FORM)
  return redirectWithCookies('/admin/sign-in', await askAuth('/sign-out', request, {}))
})
