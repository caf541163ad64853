import { setTimeout as sleep } from 'node:timers/promises'

/** Turns that begin work, and the work that they have begun. */
export interface WorkLoop {
  /** How much work is under way. */
  count(): number
  /** Takes note of work, which must not fail; `onDone` is called when it no longer counts. */
  begin(working: Promise<void>, onDone?: () => void): void
  /** The next turn begins without waiting any longer. */
  wake(): void
  /** Waits for the turn under way, and briefly for the work; begins no more. */
  stop(): Promise<void>
}

/**
 * Calls `turn` again and again until stopped. A turn must not fail, and returns how many milliseconds nothing else is to be done, unless
 * the loop is woken. Between two turns at least `restMs` pass, so that what comes within them is done together.
 */
export function startWorkLoop(
  turn: () => Promise<number>,
  { restMs = 0, stopWithinMs }: { restMs?: number; stopWithinMs: number },
): WorkLoop {
  const underWay = new Set<Promise<void>>()
  let isStopping = false
  let isWoken = false
  let endPause = () => {}
  const running = run()

  async function run(): Promise<void> {
    // Whoever starts the loop has it before the first turn.
    await sleep(0)
    while (!isStopping) {
      isWoken = false
      const waitMs = await turn()
      if (!isStopping && !isWoken) await pause(waitMs)
      if (!isStopping && restMs > 0) await sleep(restMs)
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  function wake(): void {
    isWoken = true
    endPause()
  }

  return {
    count: () => underWay.size,
    begin(working, onDone) {
      const tracked = working.finally(() => {
        underWay.delete(tracked)
        onDone?.()
      })
      underWay.add(tracked)
    },
    wake,
    async stop() {
      isStopping = true
      wake()
      await running
      await Promise.race([Promise.all(underWay), sleep(stopWithinMs, undefined, { ref: false })])
    },
  }
}
