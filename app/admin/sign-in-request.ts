import { auth } from '#lib/auth/auth.ts'
import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'

/** What the library needs to know of the browser: who it is, and whom to count. Its rate limit does the counting. */
const PASSED_ON = ['cookie', 'user-agent', CLIENT_ADDRESS_HEADER]

/**
 * Asks the sign-in library, as one of its own endpoints, on behalf of a form that has been found to be ours. Its answer is
 * JSON; a 429 says in `Retry-After` when to come again.
 */
export async function askAuth(path: string, request: Request, body: object): Promise<Response> {
  return await handleAuth(authRequest(path, request, body))
}

/** What one of the library's endpoints is asked on behalf of a browser. */
export function authRequest(path: string, request: Request, body: object): Request {
  const own = getEnv().PUBLIC_URL
  const headers = new Headers({ 'content-type': 'application/json', origin: own })
  for (const name of PASSED_ON) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return new Request(`${own}/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Throws what the database throws, and when the library itself fails: neither is a wrong password. */
export async function handleAuth(request: Request): Promise<Response> {
  const answer = await auth().handler(request)
  if (answer.status >= 500) throw new Error(`The sign-in library answers with ${answer.status}.`)
  return withRetryAfter(answer)
}

/** The library's answer, with the header that HTTP has for what it calls X-Retry-After. */
export function withRetryAfter(answer: Response): Response {
  const seconds = answer.headers.get('x-retry-after')
  if (seconds === null) return answer
  const headers = new Headers(answer.headers)
  headers.set('retry-after', seconds)
  headers.delete('x-retry-after')
  return new Response(answer.body, { status: answer.status, headers })
}

/** 303 to a path of this site, with the cookies that the library has set. */
export function redirectWithCookies(path: string, answer: Response): Response {
  const headers = new Headers({ location: path })
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** How long the library wants somebody to wait who has tried too often. */
export function waitSecondsOf(answer: Response): number {
  return Number(answer.headers.get('retry-after') ?? 60)
}

/** What somebody reads who has tried too often. */
export function tooOften(waitSeconds: number): Response {
  const text = `Too many attempts. Please wait ${waitSeconds} seconds, go back and try again.\n`
  return new Response(text, {
    status: 429,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': String(waitSeconds) },
  })
}
