import { finishSignIn } from '#app/admin/sign-in/issuer.ts'
import { handleAuth } from '#app/admin/sign-in-request.ts'
import { handleApi } from '#lib/web/problem.ts'

export const dynamic = 'force-dynamic'

/** Where an issuer sends the browser back to; operators register this address there. */
const CALLBACK = '/api/auth/callback/oidc'

export const GET = handleApi(async (request: Request) => {
  return new URL(request.url).pathname === CALLBACK ? await finishSignIn(request) : await handleAuth(request)
})

export const POST = handleApi(async (request: Request) => await handleAuth(request))
