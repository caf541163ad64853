import { admit } from '#lib/admin/account/admit.ts'
import { inTime, issuerName, OIDC_PROVIDER, oidcAuth } from '#lib/auth/oidc.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { log } from '#lib/log.ts'
import { failureOf, logFailure } from '#lib/web/failure/failure.ts'
import { redirectWith } from '../flash.ts'
import { authRequest, tooOften, waitSecondsOf, withRetryAfter } from '../sign-in-request.ts'

/** How long a browser waits for the issuer. */
const PATIENCE_MS = 15_000

/** Messages for a failed sign-in. Reasons not listed here appear only in the log. */
const REASONS: Record<string, (name: string) => string> = {
  email_not_verified: (name) => `${name} has not confirmed an e-mail address for you, and this site requires one.`,
  not_invited: () => 'You are not invited. Ask an admin of this site to invite the address that you sign in with.',
  not_allowed_any_more: () => 'You no longer have access to this site. Ask an admin of the site to restore it.',
  access_denied: (name) => `${name} did not confirm your sign-in, or you cancelled it there.`,
  state_mismatch: () => STALE,
  state_not_found: () => STALE,
  unreachable: (name) => `${name} cannot be reached at the moment. Try again later, or sign in with a password.`,
}
const STALE =
  'This sign-in started too long ago, in another browser, or under another address of this site. Please try again.'

/** Redirects to the issuer. From there the browser returns to `finishSignIn` and continues to `next`, a path of this site. */
export async function startSignIn(request: Request, next: string): Promise<Response> {
  requireIssuer()
  const body = { provider: OIDC_PROVIDER, callbackURL: next, errorCallbackURL: '/admin/sign-in', disableRedirect: true }
  const answer = await ask(authRequest('/sign-in/social', request, body))
  if (answer.status === 429) return tooOften(waitSecondsOf(answer))
  if (!answer.ok) return refuse('unreachable')
  const { url } = (await answer.json()) as { url: string }
  const headers = new Headers({ location: url, 'cache-control': 'no-store' })
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** Completes the sign-in when the browser returns from the issuer. */
export async function finishSignIn(request: Request): Promise<Response> {
  requireIssuer()
  const answer = await ask(request)
  if (answer.status === 429) return tooOften(waitSecondsOf(answer))
  const code = await errorOf(answer)
  return code === null ? answer : refuse(code)
}

async function ask(request: Request): Promise<Response> {
  const auth = await oidcAuth(admit)
  const answer = auth === null ? null : await inTime(auth.handler(request).catch(failed), PATIENCE_MS)
  return answer === null ? Response.json({ code: 'unreachable' }, { status: 503 }) : withRetryAfter(answer)
}

/** Any failure in the library counts as the issuer's, except those of the database. */
function failed(error: unknown): Response {
  if (failureOf(error) !== 'fault') throw error
  logFailure(error, { path: 'sign-in at the issuer' })
  return Response.json({}, { status: 500 })
}

/** The error code, from the address that the library redirects to or from its JSON answer. */
async function errorOf(answer: Response): Promise<string | null> {
  const location = answer.headers.get('location')
  if (location !== null) {
    const { pathname, searchParams } = new URL(location, 'http://site.invalid')
    return pathname === '/admin/sign-in' ? (searchParams.get('error') ?? 'failed') : null
  }
  const body: unknown = await answer.json().catch(() => null)
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : 'failed'
}

function refuse(code: string): Response {
  const name = issuerName() ?? ''
  log.warn({ code: code.slice(0, 60) }, 'a sign-in at the issuer came to nothing')
  const reason =
    REASONS[code]?.(name) ??
    `The sign-in with ${name} failed, because its answer could not be verified. The site’s log has the details.`
  return redirectWith('/admin/sign-in', { errors: { '': reason } })
}

function requireIssuer(): void {
  if (issuerName() === null) throw new NotFoundError('No sign-in provider is set up on this site.')
}
