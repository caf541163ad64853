import { databaseTrouble } from '#lib/database/database-errors.ts'
import { log } from '#lib/log.ts'
import { startWorkLoop } from './work-loop.ts'

/** How often due work is looked for while there is none. */
const POLL_MS = 1_000
const STOP_WITHIN_MS = 2_000

/**
 * Takes what is due, at most `most` of it. What it takes is due again after a while unless it is done or put off until then, so
 * that nothing is lost with a worker that dies.
 */
export type TakeDue<Item> = (most: number) => Promise<Item[]>

export interface DueWork {
  /** Takes no more and waits briefly for what is under way; the rest is due again later, here or in another process. */
  stop(): Promise<void>
}

/** Works off what is due, `concurrency` at a time, until stopped. Any number of processes may do so on one database. */
export function workOffDue<Item>({
  name,
  concurrency,
  take,
  work,
  pollMs = POLL_MS,
}: {
  /** What is worked off, for the log. */
  name: string
  concurrency: number
  take: TakeDue<Item>
  work: (item: Item) => Promise<void>
  pollMs?: number
}): DueWork {
  // With a full hand there may be more: the next is taken as soon as one is done.
  let isFull = false
  const loop = startWorkLoop(takeMore, { stopWithinMs: STOP_WITHIN_MS })
  return { stop: loop.stop }

  async function takeMore(): Promise<number> {
    const most = concurrency - loop.count()
    // A few at a time: to take each by itself would cost more than to send it.
    isFull = most < concurrency / 4
    if (isFull) return pollMs
    try {
      const items = await take(most)
      isFull = items.length === most
      for (const item of items) loop.begin(work(item).catch(tell), wakeIfFull)
    } catch (error) {
      tell(error)
    }
    return pollMs
  }

  function wakeIfFull(): void {
    if (isFull) loop.wake()
  }

  function tell(error: unknown): void {
    const isAway = databaseTrouble(error) !== null
    log[isAway ? 'warn' : 'error']({ err: error }, `${name} could not be worked off; they are tried again`)
  }
}

const FIRST_PAUSE_SECONDS = 15
const MAX_PAUSE_SECONDS = 3_600

/**
 * How long to wait after so many tries: from 15 seconds, each time twice as long, up to an hour; longer where the receiver asks for
 * that.
 */
export function pauseSeconds(tries: number, retryAfterSeconds: number | null): number {
  const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** Math.max(0, tries - 1), MAX_PAUSE_SECONDS)
  return Math.max(retryAfterSeconds ?? 0, pause)
}
