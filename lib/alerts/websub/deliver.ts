import { createHash, createHmac } from 'node:crypto'
import { pauseSeconds } from '#lib/alerts/due-work.ts'
import { unseal } from '#lib/alerts/sealed.ts'
import { type Outcome, trySending } from '#lib/alerts/try-sending.ts'
import { pool } from '#lib/database/client.ts'
import type { Sender } from '#lib/fetch/send-request.ts'
import { log } from '#lib/log.ts'
import { otherHub, ownHub } from './hub.ts'
import { SECRET_PURPOSE } from './request.ts'

/** Three hours, in growing pauses; then the subscriber gets the next change. */
const MAX_TRIES = 11
const LEASE_SECONDS = 60
const MAX_PER_HOST = 4

/** A feed as it is served at its address. */
export interface FeedContent {
  type: string
  body: Buffer
}

/** Reads a feed of this site; null for one that is no more. Injected, because pages and feeds stand above this room. */
export type ReadFeed = (topic: string) => Promise<FeedContent | null>

export interface DueDelivery {
  id: string
  topic: string
  /** Null for the hub of another operator. */
  subscriptionId: string | null
  callback: string
  host: string
  sealedSecret: string | null
  sentSha256: string | null
  changes: number
  tries: number
  /** The feed, read once for all that are taken together. */
  read(): Promise<FeedContent | null>
}

/** Takes deliveries that are due, few of each host. */
export async function takeDueDeliveries(most: number, busyHosts: string[], readFeed: ReadFeed): Promise<DueDelivery[]> {
  const { rows } = await pool().query<Omit<DueDelivery, 'read'>>(
    `with placed as (
       select d.id, s.host, row_number() over (partition by s.host order by d.due_at, d.id) as place
       from websub_deliveries d left join websub_subscriptions s on s.id = d.subscription_id
       where d.due_at <= now() and coalesce(s.host, '') <> all($3)
         and case when s.id is null then $5::text <> '' else s.expires_at > now() end
     ), due as (
       select d.id from websub_deliveries d join placed p on p.id = d.id where p.place <= $4 and d.due_at <= now()
       order by d.due_at, d.id limit $1 for update of d skip locked
     ), taken as (
       update websub_deliveries d set due_at = now() + make_interval(secs => $2), tries = tries + 1 from due where d.id = due.id
       returning d.id, d.topic, d.subscription_id, d.changes, d.tries
     )
     select d.id, d.topic, d.subscription_id as "subscriptionId", coalesce(s.callback, $5) as callback,
       coalesce(s.host, '') as host, s.sealed_secret as "sealedSecret", s.sent_sha256 as "sentSha256", d.changes, d.tries
     from taken d left join websub_subscriptions s on s.id = d.subscription_id order by d.id`,
    [most, LEASE_SECONDS, busyHosts, MAX_PER_HOST, otherHub() ?? ''],
  )
  const reads = new Map<string, Promise<FeedContent | null>>()
  const readOnce = (topic: string) => {
    const content = reads.get(topic) ?? readFeed(topic)
    reads.set(topic, content)
    return content
  }
  return rows.map((row) => ({ ...row, read: () => readOnce(row.topic) }))
}

/** Sends a feed to one subscriber, with the signature that it wished for (W3C WebSub, 7), or tells the other hub that it changed. */
export async function deliverFeed(delivery: DueDelivery, sender: Sender): Promise<void> {
  if (delivery.subscriptionId === null) return await settle(delivery, await tellHub(delivery, sender), null)
  const content = await delivery.read()
  if (content === null) return await endSubscription(delivery)
  const sha256 = createHash('sha256').update(content.body).digest('hex')
  if (sha256 === delivery.sentSha256) return await finish(delivery, sha256)
  await settle(delivery, await sendFeed(delivery, content, sender), sha256)
}

async function sendFeed({ topic, callback, sealedSecret }: DueDelivery, { type, body }: FeedContent, sender: Sender) {
  return await trySending(() => {
    const secret = sealedSecret === null ? null : unseal(SECRET_PURPOSE, sealedSecret)
    return sender.send(new URL(callback), {
      method: 'POST',
      headers: {
        'content-type': type,
        link: `<${ownHub()}>; rel="hub", <${topic}>; rel="self"`,
        ...(secret !== null && {
          'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
        }),
      },
      body,
    })
  })
}

/** The Recommendation leaves open how; all hubs take this form. */
async function tellHub({ topic, callback }: DueDelivery, sender: Sender) {
  return await trySending(() =>
    sender.send(new URL(callback), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic }).toString(),
    }),
  )
}

async function settle(delivery: DueDelivery, answer: Outcome, sha256: string | null): Promise<void> {
  const { id, host, tries } = delivery
  if (answer.status >= 200 && answer.status < 300) return await finish(delivery, sha256)
  if (answer.status === 410 && delivery.subscriptionId !== null) return await endSubscription(delivery)
  if (tries >= MAX_TRIES) {
    log.warn(
      { host, status: answer.status, answer: answer.text.slice(0, 200) },
      'a feed could not be sent to a WebSub subscriber',
    )
    return await endTries(delivery)
  }
  await pool().query<never>('update websub_deliveries set due_at = now() + make_interval(secs => $2) where id = $1', [
    id,
    pauseSeconds(tries, answer.retryAfterSeconds),
  ])
}

async function finish(delivery: DueDelivery, sha256: string | null): Promise<void> {
  await pool().query<never>('update websub_subscriptions set sent_sha256 = $2 where id = $1', [
    delivery.subscriptionId,
    sha256,
  ])
  await endTries(delivery)
}

/** What has changed since it was taken is sent next. Two statements: one alone would not see a change for which it had to wait. */
async function endTries({ id, changes }: DueDelivery): Promise<void> {
  const done = await pool().query<never>('delete from websub_deliveries where id = $1 and changes = $2', [id, changes])
  if (done.rowCount === 0)
    await pool().query<never>('update websub_deliveries set due_at = now(), tries = 0 where id = $1', [id])
}

async function endSubscription({ subscriptionId, host, topic }: DueDelivery): Promise<void> {
  log.info({ host, topic }, 'a WebSub subscription has ended')
  await pool().query<never>('delete from websub_subscriptions where id = $1', [subscriptionId])
}
