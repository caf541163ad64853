import { createHash } from 'node:crypto'
import { pauseSeconds } from '#lib/alerts/due-work.ts'
import { type Outcome, trySending } from '#lib/alerts/try-sending.ts'
import { pool } from '#lib/database/client.ts'
import { getEnv } from '#lib/env.ts'
import type { Sender } from '#lib/fetch/send-request.ts'
import { log } from '#lib/log.ts'
import { unsealBrowser } from './browser.ts'
import { encryptPush } from './encrypt.ts'
import { getVapidKeys } from './keys.ts'
import { type PushedIncident, type PushKind, pushMessage } from './message.ts'
import { JOIN_SPEAKING } from './over.ts'
import { forgetBrowser } from './subscriptions.ts'
import { vapidHeader } from './vapid.ts'

/** How long a push service keeps a message for a browser that is off, and how long this site tries to hand it over. */
const TTL_SECONDS: Record<PushKind, number> = { opened: 4 * 3_600, reopened: 4 * 3_600, over: 24 * 3_600 }
/** Longer than a request may take: then the worker that took a delivery counts as dead. */
const LEASE_SECONDS = 30

export interface DuePush extends PushedIncident {
  id: string
  subscriptionId: string
  kind: PushKind
  createdAt: Date
  tries: number
  endpointHash: Buffer
  sealed: string
}

/** Takes deliveries that are due; of those of one subscription only the oldest, so that their order holds. */
export async function takeDuePushes(most: number): Promise<DuePush[]> {
  const { rows } = await pool().query<DuePush>(
    `with due as (
       select d.id from push_deliveries d where d.due_at <= now()
         and not exists (select from push_deliveries o where o.subscription_id = d.subscription_id and o.id < d.id)
       order by d.due_at limit $1 for update skip locked
     ), taken as (
       update push_deliveries d set due_at = now() + make_interval(secs => $2), tries = tries + 1 from due where d.id = due.id
       returning d.id, d.subscription_id, d.incident_id, d.kind, d.created_at, d.tries
     )
     select d.id, d.subscription_id as "subscriptionId", d.kind::text as kind, d.created_at as "createdAt", d.tries,
       s.endpoint_hash as "endpointHash", s.sealed, e.public_id as "publicId", v.slug as vendor, v.name as "vendorName", e.title,
       e.impact::text as impact, e.started_at as "startedAt", e.ended_at as "endedAt", e.basis::text as basis,
       e.withdrawn_at is not null as "isWithdrawn", e.excluded as "isExcluded",
       array(select distinct c.name from incident_components ic join components c on c.id = ic.component_id
             where ic.incident_id = e.id order by 1) as components
     from taken d join push_subscriptions s on s.id = d.subscription_id
       join incidents i on i.id = d.incident_id ${JOIN_SPEAKING} join vendors v on v.id = e.vendor_id
     order by d.id`,
    [most, LEASE_SECONDS],
  )
  return rows
}

/** Hands one message to its push service. What cannot be handed over is tried again until nobody would want to read it any more. */
export async function deliverPush(push: DuePush, sender: Sender): Promise<void> {
  const answer = await send(push, sender)
  if (answer.status === 404 || answer.status === 410) return await forgetBrowser(push.endpointHash)
  if (answer.status >= 200 && answer.status < 300) return await finish(push)
  const ageSeconds = (Date.now() - push.createdAt.getTime()) / 1_000
  const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408
  if (isRefused || ageSeconds > TTL_SECONDS[push.kind]) {
    log.warn(
      { status: answer.status, answer: answer.text.slice(0, 200), tries: push.tries },
      'a push message was given up',
    )
    return await finish(push)
  }
  await pool().query<never>('update push_deliveries set due_at = now() + make_interval(secs => $2) where id = $1', [
    push.id,
    pauseSeconds(push.tries, answer.retryAfterSeconds),
  ])
}

async function send(push: DuePush, sender: Sender): Promise<Outcome> {
  const message = pushMessage(push.kind, push)
  return await trySending(async () => {
    const { endpoint, keys } = unsealBrowser(push.sealed)
    return await sender.send(endpoint, {
      method: 'POST',
      headers: {
        authorization: vapidHeader(await getVapidKeys(), endpoint, contact(), new Date()),
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        ttl: String(TTL_SECONDS[push.kind]),
        urgency: 'normal',
        // A browser that was off gets the latest of each incident only. At most 32 characters.
        topic: createHash('sha256').update(message.tag).digest('base64url').slice(0, 32),
      },
      body: encryptPush(Buffer.from(JSON.stringify(message)), keys),
    })
  })
}

/** The message about the end is the last one that was asked for. */
async function finish({ id, subscriptionId, kind }: DuePush): Promise<void> {
  if (kind === 'over') await pool().query<never>('delete from push_subscriptions where id = $1', [subscriptionId])
  else await pool().query<never>('delete from push_deliveries where id = $1', [id])
}

/** Where a push service reaches the operator (RFC 8292, 2.1). */
function contact(): string {
  const { PUBLIC_URL, ADMIN_EMAIL } = getEnv()
  return PUBLIC_URL.startsWith('https:') ? PUBLIC_URL : `mailto:${ADMIN_EMAIL}`
}
