import type { AlertMessage } from '#lib/alerts/messages/message.ts'
import { startWorkLoop } from '#lib/alerts/work-loop.ts'
import { pool } from '#lib/database/client.ts'
import { listenOn } from '#lib/database/listen.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { getEnv } from '#lib/env.ts'
import { createAddressGuard } from '#lib/fetch/address-guard.ts'
import { createSender } from '#lib/fetch/send-request.ts'
import { ownUserAgent } from '#lib/fetch/user-agent.ts'
import { log } from '#lib/log.ts'
import { attemptDelivery, loadMessages, type Senders } from './attempt.ts'
import { findNextDue, type LeasedDelivery, leaseDeliveries } from './lease.ts'
import { failed } from './outcome.ts'
import { DELIVERY_CHANNEL } from './queue.ts'
import { type Result, recordResults } from './record.ts'

/** Of one exchange, from the look-up of its host to the end of the answer. */
const TIMEOUT_MS = 10_000
/** Longer than an attempt takes, its messages and its record included. */
const LEASE_MS = 20_000
/** Attempts under way at once in this process. */
const CONCURRENCY = 64
/** What comes within it is leased and recorded together. */
const PAUSE_MS = 10
const POLL_MS = 1_000
/** How soon to look again while something is due that its target has no room for. */
const FULL_MS = 200
const STOP_WITHIN_MS = 3_000

export interface Deliveries {
  /** Takes no more, waits a few seconds for the attempts under way, and records them. Others are sent again, by another worker. */
  stop(): Promise<void>
}

export interface DeliveryOptions {
  timeoutMs?: number
  leaseMs?: number
  pollMs?: number
  stopWithinMs?: number
}

/** Sends what is due until stopped. Any number of processes may do so on one database. */
export function startDeliveries(
  databaseUrl: string,
  { timeoutMs = TIMEOUT_MS, leaseMs = LEASE_MS, pollMs = POLL_MS, stopWithinMs = STOP_WITHIN_MS }: DeliveryOptions = {},
): Deliveries {
  const senders = openSenders(timeoutMs)
  let results: Result[] = []
  const loop = startWorkLoop(
    () =>
      turn().catch((error) => {
        log.warn({ err: error }, 'alerts could not be taken up or recorded; trying again')
        return pollMs
      }),
    { restMs: PAUSE_MS, stopWithinMs },
  )

  /** Records what has ended, then begins what is due. Returns how long nothing else is to be done, in milliseconds. */
  async function turn(): Promise<number> {
    await record()
    const leased = await leaseDeliveries(leaseMs, CONCURRENCY - loop.count())
    if (leased.length > 0) {
      await begin(leased)
      return pollMs
    }
    const next = await findNextDue(pool())
    if (next === null) return pollMs
    const inMs = next.getTime() - Date.now()
    return Math.min(pollMs, inMs > 0 ? inMs : FULL_MS)
  }

  async function begin(leased: LeasedDelivery[]): Promise<void> {
    const messages = await loadMessages(leased)
    for (const delivery of leased) loop.begin(attempt(delivery, messages.get(delivery.id)), loop.wake)
  }

  async function attempt(delivery: LeasedDelivery, message: AlertMessage | undefined): Promise<void> {
    const made = await attemptDelivery(delivery, message, senders).catch((error) => {
      log.error({ err: error, delivery: delivery.id }, 'an alert could not be sent')
      return { at: new Date(), ms: 0, request: '', ...failed('This site has a fault: its log says more.') }
    })
    results.push({ delivery, attempt: made })
  }

  /** What could not be recorded stays for the next turn; if its lease expires before, it is sent again with the same id. */
  async function record(): Promise<void> {
    // A copy, since others end while these are recorded.
    const ended = [...results]
    if (ended.length === 0) return
    await inTransaction((tx) => recordResults(tx, ended))
    results = results.slice(ended.length)
  }

  /** Also what ends while the others are recorded. */
  async function recordAll(): Promise<void> {
    while (results.length > 0) await record()
  }

  const listener = listenOn({
    databaseUrl,
    channel: DELIVERY_CHANNEL,
    onNotification: loop.wake,
    onConnected: loop.wake,
    onLost: () => {},
  })
  return {
    async stop() {
      await Promise.all([listener.stop(), loop.stop()])
      await recordAll().catch((error) =>
        log.warn({ err: error }, 'the last alerts were not recorded, and are sent again'),
      )
      await senders.http.destroy()
    },
  }
}

function openSenders(timeoutMs: number): Senders {
  const { ALERT_ALLOW_CIDRS: allowCidrs } = getEnv()
  const setting = 'ALERT_ALLOW_CIDRS'
  return {
    http: createSender({
      allowCidrs,
      setting,
      userAgent: ownUserAgent(),
      totalTimeoutMs: timeoutMs,
    }),
    guard: createAddressGuard(allowCidrs, timeoutMs, setting),
    timeoutMs,
  }
}
