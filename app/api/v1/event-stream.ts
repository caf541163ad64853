import { setTimeout as sleep } from 'node:timers/promises'
import { problem } from '#lib/web/failure/problem.ts'

const LOOK_EVERY_MS = 500
/** Intermediaries may close an idle connection. */
const SIGN_OF_LIFE_MS = 15_000
/** Each stream queries the database twice a second; a client without one can still poll the address without `/events`. */
export const MAX_STREAMS = 50

let open = 0

interface Watched<T> {
  /** Polled every half second, so it must be cheap; null once the resource has been removed. */
  look(): Promise<T | null>
  /** The data sent when `look` changes; by default the same. */
  read?(): Promise<unknown>
}

/**
 * Streams the progress of a resource as server-sent events: at once, on every change, and a last time when it has finished;
 * then the stream closes. It does not poll for clients that have gone or do not read. Throws a response with the status 503
 * when too many streams are open.
 */
export function eventStream<T extends { finishedAt: Date | null }>(
  request: Request,
  { look, read = look }: Watched<T>,
): Response {
  if (open >= MAX_STREAMS) {
    throw problem(
      503,
      { code: 'busy', detail: `${MAX_STREAMS} event streams are open, which is the limit. Try again later.` },
      { 'retry-after': '30' },
    )
  }
  open += 1
  const gone = new AbortController()
  gone.signal.addEventListener('abort', () => (open -= 1), { once: true })
  const leave = () => gone.abort()
  request.signal.addEventListener('abort', leave, { once: true })
  if (request.signal.aborted) leave()
  const encoder = new TextEncoder()
  let last = ''
  let sentAt = Date.now()
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const say = (text: string) => {
          sentAt = Date.now()
          controller.enqueue(encoder.encode(text))
        }
        const end = () => {
          leave()
          controller.close()
        }
        try {
          while (!gone.signal.aborted) {
            const seen = await look()
            const text = JSON.stringify(seen)
            const isOver = seen === null || seen.finishedAt !== null
            if (text !== last) {
              last = text
              say(`data: ${JSON.stringify(await read())}\n\n`)
              if (isOver) end()
              return
            }
            if (isOver) return end()
            if (Date.now() - sentAt > SIGN_OF_LIFE_MS) return say(': at work\n\n')
            await sleep(LOOK_EVERY_MS, undefined, { signal: gone.signal }).catch(() => {})
          }
          controller.close()
        } catch (error) {
          leave()
          throw error
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'private, no-store' },
  })
}
