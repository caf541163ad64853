import { raiseByClock } from '#lib/alerts/events/tick.ts'
import { ALERT_CHANNEL } from '#lib/database/change.ts'
import { isImportUnderWay } from '#lib/database/import-lock.ts'
import { listenOn } from '#lib/database/listen.ts'
import { log } from '#lib/log.ts'
import { dispatchEvents } from './dispatch.ts'

/** How often it looks for what the clock alone brings, and for events whose notification was lost. */
const TICK_MS = 5_000

export interface Dispatcher {
  /** Ends after the batch that it is working on. */
  stop(): Promise<void>
}

/**
 * Dispatches events as soon as they are committed, until stopped. Any number of processes may do so on one database, of which
 * one at a time dispatches.
 */
export function startDispatcher(databaseUrl: string, { tickMs = TICK_MS } = {}): Dispatcher {
  // Its own ticks are seldom exactly so far apart.
  const states = { since: new Date(), everyMs: 0.9 * tickMs }
  let isStopped = false
  let isDue = false
  let working: Promise<void> | null = null

  /** Dispatches now, or once more after the batch that is under way. */
  function wake(): void {
    isDue = true
    working ??= work().finally(() => {
      working = null
    })
  }

  async function work(): Promise<void> {
    while (isDue && !isStopped) {
      isDue = false
      await attempt(dispatchEvents)
    }
  }

  let ticking: Promise<void> | null = null
  function tick(): void {
    ticking ??= attempt(async () => {
      // Nothing can be written meanwhile.
      if (await isImportUnderWay()) return
      await raiseByClock(new Date(), states)
      wake()
    }).finally(() => {
      ticking = null
    })
  }

  const listener = listenOn({
    databaseUrl,
    channel: ALERT_CHANNEL,
    onNotification: wake,
    onConnected: wake,
    onLost: () => {},
  })
  const timer = setInterval(tick, tickMs)
  return {
    async stop() {
      isStopped = true
      clearInterval(timer)
      await listener.stop()
      await ticking
      await working
    },
  }
}

async function attempt(task: () => Promise<unknown>): Promise<void> {
  try {
    await task()
  } catch (error) {
    log.warn({ err: error }, 'alerts wait: what is new could not be dispatched')
  }
}
