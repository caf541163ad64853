const LOOK_EVERY_MS = 500
/** What sits between may close a connection on which nothing comes. */
const SIGN_OF_LIFE_MS = 15_000

/**
 * Something that works as server-sent events: at once, at every change, and a last time when it has ended; then the stream
 * closes. `read` gives null for what has been removed meanwhile.
 */
export function eventStream<T extends { finishedAt: Date | null }>(
  request: Request,
  read: () => Promise<T | null>,
): Response {
  const encoder = new TextEncoder()
  let last = ''
  let saidAt = Date.now()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const say = (text: string) => {
        saidAt = Date.now()
        controller.enqueue(encoder.encode(text))
      }
      for (;;) {
        const seen = await read()
        const text = JSON.stringify(seen)
        const ended = seen === null || seen.finishedAt !== null || request.signal.aborted
        if (text !== last) {
          last = text
          say(`data: ${text}\n\n`)
          if (ended) controller.close()
          return
        }
        if (ended) return controller.close()
        if (Date.now() - saidAt > SIGN_OF_LIFE_MS) return say(': at work\n\n')
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      }
    },
  })
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'private, no-store' },
  })
}
