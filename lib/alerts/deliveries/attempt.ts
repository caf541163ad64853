import { loadEvents } from '#lib/alerts/messages/load-messages.ts'
import type { AlertMessage } from '#lib/alerts/messages/message.ts'
import { toDigest } from '#lib/alerts/messages/to-digest.ts'
import { openSecrets } from '#lib/alerts/targets/secrets.ts'
import type { Target } from '#lib/alerts/targets/target.ts'
import { pool } from '#lib/database/client.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import type { AddressGuard } from '#lib/fetch/address-guard.ts'
import type { Sender } from '#lib/fetch/send-request.ts'
import type { LeasedDelivery } from './lease.ts'
import { type Attempt, failed } from './outcome.ts'
import { sendHttp } from './send-http.ts'
import { sendMail } from './send-mail.ts'

export interface Senders {
  http: Sender
  guard: AddressGuard
  timeoutMs: number
}

/** Members of a digest that its message is made from; the others are counted. */
const MAX_MEMBERS = 500

/** The messages of leased deliveries, by the delivery's id. An event whose incident was deleted meanwhile has none. */
export async function loadMessages(deliveries: readonly LeasedDelivery[]): Promise<Map<string, AlertMessage>> {
  const now = new Date()
  const events = await loadEvents(
    deliveries.flatMap(({ eventId }) => (eventId === null ? [] : [BigInt(eventId)])),
    now,
  )
  const messages = new Map<string, AlertMessage>()
  for (const delivery of deliveries) {
    const message = await messageOf(delivery, events, now)
    if (message !== null) messages.set(delivery.id, message)
  }
  return messages
}

async function messageOf(
  { id, messageId, purpose, eventId, targetName }: LeasedDelivery,
  events: Awaited<ReturnType<typeof loadEvents>>,
  now: Date,
): Promise<AlertMessage | null> {
  if (purpose === 'test') return { type: 'test', id: messageId, at: now, target: targetName, url: getEnv().PUBLIC_URL }
  if (purpose === 'digest') return await loadDigest(id, messageId, now)
  const event = eventId === null ? undefined : events.get(BigInt(eventId))
  return event === undefined ? null : { ...event, id: messageId }
}

async function loadDigest(id: string, messageId: string, now: Date): Promise<AlertMessage | null> {
  const { rows } = await pool().query<{ eventId: string; total: number }>(
    `select event_id::text as "eventId", (count(*) over ())::int as total from alert_deliveries
     where digest_id = $1 order by id desc limit $2`,
    [id, MAX_MEMBERS],
  )
  const ids = rows.map(({ eventId }) => BigInt(eventId)).reverse()
  const told = await loadEvents(ids, now)
  const events = ids.flatMap((eventId) => told.get(eventId) ?? [])
  return events.length === 0 ? null : toDigest(messageId, events, rows[0]?.total ?? events.length, now)
}

/**
 * Makes one attempt; null if there is nothing left to tell. What goes wrong is the outcome; only faults of this site are thrown.
 */
export async function attemptDelivery(
  delivery: LeasedDelivery,
  message: AlertMessage | undefined,
  { http, guard, timeoutMs }: Senders,
): Promise<Attempt | null> {
  if (message === undefined) return null
  try {
    const target = toTarget(delivery)
    return target.kind === 'email'
      ? await sendMail(message, target, guard, timeoutMs)
      : await sendHttp(message, target, http)
  } catch (error) {
    if (error instanceof OutageHistoryError) return { at: new Date(), ms: 0, request: '', ...failed(error.message) }
    throw error
  }
}

function toTarget({ targetId, targetName, kind, settings, sealed }: LeasedDelivery): Target {
  return { id: targetId, name: targetName, kind, settings, secrets: openSecrets(targetId, sealed) }
}
