import { shutdownHooks } from '../shutdown.ts'

/** Runs work that a stop signal aborts; `tell` is then called with the result. */
export async function stoppable<T>(
  work: (signal: AbortSignal) => Promise<T>,
  tell: (message: string) => void,
): Promise<T> {
  const stopping = new AbortController()
  let isOver = false
  const working = work(stopping.signal).finally(() => {
    isOver = true
  })
  shutdownHooks.push(async () => {
    if (isOver) return
    stopping.abort()
    await working.catch((error: Error) => tell(error.message))
  })
  return await working
}
