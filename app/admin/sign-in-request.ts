import { auth } from '#lib/auth/auth.ts'
import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'

/** What the library needs from the browser's request: who it is, and the client that its rate limit counts. */
const PASSED_ON = ['cookie', 'user-agent', CLIENT_ADDRESS_HEADER]

/**
 * Calls an endpoint of the sign-in library on behalf of a form whose origin has been checked. The library answers in JSON; a
 * 429 gives the wait in `Retry-After`.
 */
export async function askAuth(path: string, request: Request, body: object): Promise<Response> {
  return await handleAuth(authRequest(path, request, body))
}

/** The request to one of the library's endpoints on behalf of a browser. */
export function authRequest(path: string, request: Request, body: object): Request {
  const own = getEnv().PUBLIC_URL
  const headers = new Headers({ 'content-type': 'application/json', origin: own })
  for (const name of PASSED_ON) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return new Request(`${own}/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Throws database errors and internal failures of the library: neither means a wrong password. */
export async function handleAuth(request: Request): Promise<Response> {
  const answer = await auth().handler(request)
  if (answer.status >= 500) throw new Error(`The sign-in library answers with ${answer.status}.`)
  return withRetryAfter(answer)
}

/** The library's answer, with its X-Retry-After renamed to the standard header. */
export function withRetryAfter(answer: Response): Response {
  const seconds = answer.headers.get('x-retry-after')
  if (seconds === null) return answer
  const headers = new Headers(answer.headers)
  headers.set('retry-after', seconds)
  headers.delete('x-retry-after')
  return new Response(answer.body, { status: answer.status, headers })
}

/** 303 to a path of this site, with the cookies that the library set. */
export function redirectWithCookies(path: string, answer: Response): Response {
  const headers = new Headers({ location: path })
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** How long the library asks a client with too many tries to wait. */
export function waitSecondsOf(answer: Response): number {
  return Number(answer.headers.get('retry-after') ?? 60)
}

/** The message after too many tries. */
export function tooOften(waitSeconds: number): Response {
  const text = `Too many attempts. Please wait ${waitSeconds} seconds, go back and try again.\n`
  return new Response(text, {
    status: 429,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': String(waitSeconds) },
  })
}
