const LATEST_MS = 2_000

/** Work that is left for the browser's idle moments. */
export interface IdleWork {
  /** Does what is left at once. */
  flush(): void
  /** Drops what is left. */
  cancel(): void
}

/** Handles the items in their order, `size` of them in each of the browser's idle moments. */
export function inIdleSlices<Item>(items: Item[], size: number, handle: (item: Item) => void): IdleWork {
  let left = items
  const take = (count: number) => {
    const taken = left.slice(0, count)
    left = left.slice(count)
    for (const item of taken) handle(item)
  }
  const step = () => {
    take(size)
    if (left.length > 0) whenIdle(step)
  }
  whenIdle(step)
  return {
    flush: () => take(left.length),
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
