import { readBody } from '#app/api/v1/request.ts'
import { limitVisitors } from '#app/visitor-limit.ts'
import { isOwnHub } from '#lib/alerts/websub/hub.ts'
import { requestSubscription } from '#lib/alerts/websub/request.ts'
import { InvalidInputError, TooLargeError } from '#lib/domain/errors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { SUBSCRIPTION_BYTES } from '#lib/web/limit/body-limit.ts'

export const dynamic = 'force-dynamic'

const waitSeconds = limitVisitors(120, 60)

/** The hub for this site's Atom feeds: https://www.w3.org/TR/websub/. It answers errors in plain text, as that asks for. */
export const POST = handleApi(async (request: Request) => {
  if (!isOwnHub()) return say(404, 'This site is no hub. Its Atom feeds name theirs, if they have one.')
  const wait = waitSeconds(request)
  if (wait > 0)
    return say(429, 'Your network sends more requests than this hub takes.', { 'retry-after': String(wait) })
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? ''))
    return say(400, 'Send a form, with the header "Content-Type: application/x-www-form-urlencoded".')
  try {
    await requestSubscription(readForm(await readBody(request, SUBSCRIPTION_BYTES)), new Date())
  } catch (error) {
    if (error instanceof InvalidInputError) return say(400, error.message)
    if (error instanceof TooLargeError) return say(413, error.message)
    throw error
  }
  return say(202, 'The callback is asked whether it is meant.')
})

export function GET(): Response {
  return say(405, 'This is a WebSub hub (https://www.w3.org/TR/websub/). It takes POST requests of subscribers.', {
    allow: 'POST, OPTIONS',
  })
}

function readForm(bytes: Uint8Array): URLSearchParams {
  const text = new TextDecoder().decode(bytes)
  const form = new URLSearchParams(text)
  for (const [name, value] of form)
    if (value.includes('\0')) throw new InvalidInputError(`${name.slice(0, 40)}: must not contain NUL.`)
  return form
}

function say(status: number, sentence: string, headers: Record<string, string> = {}): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  })
}
