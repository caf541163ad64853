const LATEST_MS = 2_000

/** Work that is left for the browser's idle moments. */
export interface IdleWork<Item> {
  /** Does what is left at once, or what is due of it. */
  flush(isDue?: (item: Item) => boolean): void
  /** Drops what is left. */
  cancel(): void
}

/** Handles the items in their order, `size` of them in each of the browser's idle moments. */
export function inIdleSlices<Item>(items: Item[], size: number, handle: (item: Item) => void): IdleWork<Item> {
  let left = items
  const take = (taken: Item[]) => {
    const done = new Set(taken)
    left = left.filter((item) => !done.has(item))
    for (const item of taken) handle(item)
  }
  const step = () => {
    take(left.slice(0, size))
    if (left.length > 0) whenIdle(step)
  }
  whenIdle(step)
  return {
    flush: (isDue = () => true) => take(left.filter(isDue)),
    cancel: () => {
      left = []
    },
  }
}

function whenIdle(step: () => void): void {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(step, { timeout: LATEST_MS })
  else setTimeout(step, 50)
}
