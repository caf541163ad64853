import { FOREIGN_FORM } from '#app/admin/form.ts'
import { finishSignIn } from '#app/admin/sign-in/issuer.ts'
import { handleAuth } from '#app/admin/sign-in-request.ts'
import { isOwnOrigin } from '#lib/auth/own-origin.ts'
import { ForbiddenError, NotFoundError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** The issuer redirects browsers here; operators register this address with it. */
const CALLBACK = '/api/auth/callback/oidc'

/** The sign-in library's endpoints served here; all others, present or future, are off. */
const SERVED = new Set(['/api/auth/sign-in/email', '/api/auth/sign-out', '/api/auth/change-password'])

export const GET = handleApi(async (request: Request) => {
  if (new URL(request.url).pathname !== CALLBACK) throw nothingHere()
  return await finishSignIn(request)
})

export const POST = handleApi(async (request: Request) => {
  if (!SERVED.has(new URL(request.url).pathname)) throw nothingHere()
  // The library checks only when there is a cookie; without one, a foreign page could sign a visitor in to another account.
  if (!isOwnOrigin(request)) throw new ForbiddenError(FOREIGN_FORM)
  return await withoutToken(await handleAuth(request))
})

/** Removes the session token from the answer: it belongs in the cookie, which no script can read. */
async function withoutToken(answer: Response): Promise<Response> {
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null)
  if (typeof body !== 'object' || body === null || !('token' in body)) return answer
  const { token: _, ...rest } = body
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  return Response.json(rest, { status: answer.status, headers })
}

function nothingHere(): NotFoundError {
  return new NotFoundError('There is nothing at this address.')
}
