const POLL_MS = 2_000

/**
 * Tells of every change of what is at an address of the API, while it works: by server-sent events, which the browser takes up
 * again by itself; where they do not get through, by asking.
 */
export function watch<T>(address: string, signal: AbortSignal, tell: (seen: T) => void): void {
  const events = new EventSource(`${address}/events`)
  let timer: ReturnType<typeof setInterval> | undefined
  const ask = async () => {
    const answer = await fetch(address, { signal }).catch(() => null)
    if (answer?.ok) tell(await answer.json())
  }
  events.onmessage = ({ data }) => tell(JSON.parse(data))
  // Also while the browser tries to come back: the two do not disturb each other.
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
