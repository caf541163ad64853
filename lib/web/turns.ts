import { BusyError } from '#lib/database/database-errors.ts'

/** Lets a few do something at a time; the others wait in order. */
export interface Semaphore {
  /**
   * Waits for a turn and gives back what ends it. Rejects with a BusyError when none has come within `patienceMs`.
   */
  acquire(patienceMs: number): Promise<() => void>
}

export function createSemaphore(atATime: number): Semaphore {
  const queue = new Set<() => void>()
  let taken = 0

  function end(): void {
    const [next] = queue
    if (next === undefined) {
      taken -= 1
      return
    }
    queue.delete(next)
    next()
  }

  return {
    async acquire(patienceMs) {
      if (taken < atATime) taken += 1
      else await inLine(queue, patienceMs)
      let hasEnded = false
      return () => {
        if (!hasEnded) end()
        hasEnded = true
      }
    },
  }
}

function inLine(queue: Set<() => void>, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(() => {
      queue.delete(call)
      reject(new BusyError('Too many pages are being made at once.'))
    }, patienceMs)
    queue.add(call)
  })
}
