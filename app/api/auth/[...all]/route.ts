import { finishSignIn } from '#app/admin/sign-in/issuer.ts'
import { handleAuth } from '#app/admin/sign-in-request.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/problem.ts'

export const dynamic = 'force-dynamic'

/** Where an issuer sends the browser back to; operators register this address there. */
const CALLBACK = '/api/auth/callback/oidc'

/** What the sign-in library answers here; whatever else it has, or will have, is off. */
const SERVED = new Set(['/api/auth/sign-in/email', '/api/auth/sign-out', '/api/auth/change-password'])

export const GET = handleApi(async (request: Request) => {
  if (new URL(request.url).pathname !== CALLBACK) throw nothingHere()
  return await finishSignIn(request)
})

export const POST = handleApi(async (request: Request) => {
  if (!SERVED.has(new URL(request.url).pathname)) throw nothingHere()
  return await handleAuth(request)
})

function nothingHere(): NotFoundError {
  return new NotFoundError('There is nothing at this address.')
}
