import { randomBytes } from 'node:crypto'
import { pauseSeconds } from '#lib/alerts/due-work.ts'
import { pool } from '#lib/database/client.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { Sender } from '#lib/fetch/send-request.ts'
import { log } from '#lib/log.ts'

/** A callback that does not answer is asked three times in a minute; then the subscriber has to ask again. */
const MAX_TRIES = 3
/** Longer than a request may take. */
const LEASE_SECONDS = 30
const MAX_PER_HOST = 2

export interface DueRequest {
  id: string
  mode: 'subscribe' | 'unsubscribe'
  topic: string
  callback: string
  host: string
  leaseSeconds: number
  tries: number
  /** Until when this worker has it. A later request of the same subscriber, which waits for an answer of its own, changes it. */
  dueAt: Date
}

/** Takes requests whose callback is still to confirm them, few of each host. */
export async function takeDueRequests(most: number, busyHosts: string[]): Promise<DueRequest[]> {
  const { rows } = await pool().query<DueRequest>(
    `with placed as (
       select id, row_number() over (partition by host order by due_at, id) as place from websub_requests
       where due_at <= now() and host <> all($3)
     ), due as (
       select r.id from websub_requests r join placed p on p.id = r.id where p.place <= $4 and r.due_at <= now()
       order by r.due_at limit $1 for update of r skip locked
     )
     update websub_requests r set due_at = now() + make_interval(secs => $2), tries = tries + 1 from due where r.id = due.id
     returning r.id, r.mode::text as mode, r.topic, r.callback, r.host, r.lease_seconds as "leaseSeconds", r.tries,
       r.due_at as "dueAt"`,
    [most, LEASE_SECONDS, busyHosts, MAX_PER_HOST],
  )
  return rows
}

/** Asks a callback whether it is meant (W3C WebSub, 5.3), and does what was requested if it says so. */
export async function verifyRequest(request: DueRequest, sender: Sender): Promise<void> {
  const challenge = randomBytes(24).toString('base64url')
  const url = new URL(request.callback)
  url.searchParams.append('hub.mode', request.mode)
  url.searchParams.append('hub.topic', request.topic)
  url.searchParams.append('hub.challenge', challenge)
  if (request.mode === 'subscribe') url.searchParams.append('hub.lease_seconds', String(request.leaseSeconds))
  let why: string
  try {
    const { status, text } = await sender.send(url, { method: 'GET' })
    if (status >= 200 && status < 300 && text === challenge) return await confirm(request)
    why = `It answered ${status}${status < 300 ? ' without the challenge' : ''}.`
    if (status < 500) return await drop(request, why)
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    why = error.message
    if (error.code === 'refused_address') return await drop(request, why)
  }
  if (request.tries >= MAX_TRIES) return await drop(request, why)
  await pool().query<never>(`update websub_requests set due_at = now() + make_interval(secs => $3) where ${IS_SAME}`, [
    ...sameAs(request),
    pauseSeconds(request.tries, null),
  ])
}

/** SQL: nothing happens if the subscriber has asked again meanwhile, be it for the same. */
const IS_SAME = 'id = $1 and due_at = $2'

function sameAs({ id, dueAt }: DueRequest) {
  return [id, dueAt]
}

async function confirm(request: DueRequest): Promise<void> {
  const asked = `delete from websub_requests where ${IS_SAME}
    returning topic, callback, host, vendors, sealed_secret, lease_seconds`
  const then =
    request.mode === 'subscribe'
      ? `insert into websub_subscriptions (topic, callback, host, vendors, sealed_secret, expires_at)
         select topic, callback, host, vendors, sealed_secret, now() + make_interval(secs => lease_seconds) from asked
         on conflict (topic, callback) do update
           set vendors = excluded.vendors, sealed_secret = excluded.sealed_secret, expires_at = excluded.expires_at`
      : 'delete from websub_subscriptions s using asked where s.topic = asked.topic and s.callback = asked.callback'
  await pool().query<never>(`with asked as (${asked}) ${then}`, sameAs(request))
}

async function drop(request: DueRequest, why: string): Promise<void> {
  const { mode, host } = request
  log.info({ mode, host, why }, 'a WebSub subscriber did not confirm its request')
  await pool().query<never>(`delete from websub_requests where ${IS_SAME}`, sameAs(request))
}
