const POLL_MS = 2_000

/**
 * Calls `tell` for every change of the API resource at `address`, with its query, while it is at work. Uses server-sent
 * events, which the browser reconnects by itself; where they do not get through, it polls.
 */
export function watch<T>(address: string, signal: AbortSignal, tell: (seen: T) => void, query = ''): void {
  const events = new EventSource(`${address}/events${query}`)
  let timer: ReturnType<typeof setInterval> | undefined
  const ask = async () => {
    const answer = await fetch(`${address}${query}`, { signal }).catch(() => null)
    if (answer?.ok) tell(await answer.json())
  }
  events.onmessage = ({ data }) => tell(JSON.parse(data))
  // Polls even while the browser reconnects: the two do not interfere.
  events.onerror = () => {
    timer ??= setInterval(ask, POLL_MS)
  }
  events.onopen = () => {
    clearInterval(timer)
    timer = undefined
  }
  signal.addEventListener('abort', () => {
    events.close()
    clearInterval(timer)
  })
}
