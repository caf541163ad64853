import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#lib/log.ts'
import { openClient } from './connection.ts'

const CONNECT_TIMEOUT_MS = 2_000
/** A query finds out that the other end of an idle connection is gone. */
const PROBE_INTERVAL_MS = 10_000
const PROBE_TIMEOUT_MS = 3_000
const MAX_PAUSE_MS = 2_000

export interface ListenOptions {
  databaseUrl: string
  /** Of NOTIFY. */
  channel: string
  onNotification(payload: string): void
  /** Two attempts to connect have failed, of which this was the second. */
  onAway?(error: unknown): void
  /** Notifications arrive from now on; earlier ones may have been missed. */
  onConnected(): void
  /** Notifications may be missed from now on. */
  onLost(): void
}

export interface Listener {
  /** Whether the last connection attempt failed. */
  isAway(): boolean
  stop(): Promise<void>
}

/** LISTENs on a separate connection, reconnecting whenever it is lost, until stopped. */
export function listenOn(options: ListenOptions): Listener {
  const stopping = new AbortController()
  let isAway = false
  let pauseMs = 0

  async function listen(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await listenOnce()
      } catch (error) {
        if (stopping.signal.aborted) return
        // One failure may only be a lost connection; a second failed attempt shows that the database is away.
        if (pauseMs > 0 && !isAway) options.onAway?.(error)
        isAway = pauseMs > 0
      }
      await sleep(pauseMs * (0.8 + Math.random() * 0.4), undefined, { signal: stopping.signal }).catch(() => {})
      pauseMs = Math.min(MAX_PAUSE_MS, Math.max(50, pauseMs * 2))
    }
  }

  async function listenOnce(): Promise<void> {
    const { promise: lost, reject } = Promise.withResolvers<never>()
    lost.catch(() => {})
    const opening = openClient({
      connectionString: options.databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: PROBE_TIMEOUT_MS,
      application_name: 'outage-history listener',
      onLost: reject,
      onNotification: (payload) => options.onNotification(payload),
    })
    const stop = () => reject(new Error('The listener was stopped.'))
    stopping.signal.addEventListener('abort', stop)
    let probe: NodeJS.Timeout | undefined
    let wasConnected = false
    try {
      const client = await Promise.race([opening, lost])
      await Promise.race([client.query<never>(`LISTEN ${options.channel}`), lost])
      if (isAway) log.info({ channel: options.channel }, 'the database is back')
      wasConnected = true
      isAway = false
      pauseMs = 0
      options.onConnected()
      probe = setInterval(() => client.query<never>('SELECT').catch(reject), PROBE_INTERVAL_MS)
      await lost
    } finally {
      clearInterval(probe)
      stopping.signal.removeEventListener('abort', stop)
      if (wasConnected) options.onLost()
      void opening.then((client) => client.end()).catch(() => {})
    }
  }

  const ended = listen()
  return {
    isAway: () => isAway,
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
