/** Lets a few do something at a time; the others wait in order. */
export interface Semaphore {
  /** Waits for a place and gives back what frees it. Rejects with what `refusal` makes when none is free within `withinMs`. */
  acquire(withinMs?: number): Promise<() => void>
}

export function createSemaphore(places: number, refusal = () => new Error('Nothing was free in time.')): Semaphore {
  const queue = new Set<() => void>()
  let taken = 0

  function free(): void {
    const [next] = queue
    if (next === undefined) {
      taken -= 1
      return
    }
    queue.delete(next)
    next()
  }

  function inLine(withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const call = () => {
        clearTimeout(timer)
        resolve()
      }
      const giveUp = () => {
        queue.delete(call)
        reject(refusal())
      }
      const timer = withinMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(giveUp, withinMs)
      queue.add(call)
    })
  }

  return {
    async acquire(withinMs = Number.POSITIVE_INFINITY) {
      if (taken < places) taken += 1
      else await inLine(withinMs)
      let isFree = false
      return () => {
        if (!isFree) free()
        isFree = true
      }
    },
  }
}
