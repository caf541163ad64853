import { seal } from '#lib/alerts/sealed.ts'
import { onlyRow, pool } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { createAddressGuard, RefusedAddressError } from '#lib/fetch/address-guard.ts'
import { findTopic, type Topic } from './topic.ts'

/** The purpose of what is sealed of a subscription. */
export const SECRET_PURPOSE = 'WebSub secret'

type Mode = 'subscribe' | 'unsubscribe'

const DAY_SECONDS = 86_400
const DEFAULT_LEASE_SECONDS = 10 * DAY_SECONDS
/** What a subscriber asks for beyond these is cut; it learns of that when it is verified. */
const LEASE_SECONDS = { least: 300, most: 30 * DAY_SECONDS }
/** By the Recommendation: less than 200 bytes. */
const MAX_SECRET_BYTES = 199
/** Together they are a key of the database, which takes 2,700 bytes. */
const MAX_CALLBACK = 1_000
const MAX_TOPIC = 1_500
/** So that nobody can use this site to bother another one, or fill its database. */
const MAX_REQUESTS_OF_HOST = 50
const MAX_SUBSCRIPTIONS_OF_HOST = 1_000
const MAX_SUBSCRIPTIONS = 50_000

/**
 * Takes a subscriber's request (W3C WebSub, 5.1), to be verified at its callback. Throws InvalidInputError with a sentence for one
 * that is wrong, or for which there is no room: a new one beyond `maxSubscriptions`, for example.
 */
export async function requestSubscription(
  form: URLSearchParams,
  now: Date,
  maxSubscriptions: number = MAX_SUBSCRIPTIONS,
): Promise<void> {
  const mode = one(form, 'hub.mode')
  if (mode === 'publish')
    throw new InvalidInputError(
      'hub.mode: This hub knows by itself when its feeds change; nothing is published to it.',
      'hub.mode',
    )
  if (mode !== 'subscribe' && mode !== 'unsubscribe')
    throw new InvalidInputError('hub.mode: must be "subscribe" or "unsubscribe".', 'hub.mode')
  const callback = readCallback(one(form, 'hub.callback'))
  const topic = await topicOf(mode, one(form, 'hub.topic') ?? '', now)
  const leaseSeconds = readLease(one(form, 'hub.lease_seconds'))
  const secret = readSecret(form.get('hub.secret'))
  await checkRoom({ mode, topic: topic.address, callback }, maxSubscriptions)
  await pool().query<never>(
    `insert into websub_requests (mode, topic, callback, host, vendors, lease_seconds, sealed_secret)
     values ($1::websub_mode, $2, $3, $4, $5, $6, $7)
     on conflict (topic, callback) do update set mode = excluded.mode, vendors = excluded.vendors,
       lease_seconds = excluded.lease_seconds, sealed_secret = excluded.sealed_secret, tries = 0, due_at = now()`,
    [
      mode,
      topic.address,
      callback.href,
      callback.host,
      topic.vendors,
      leaseSeconds,
      secret === null ? null : seal(SECRET_PURPOSE, secret),
    ],
  )
}

function one(form: URLSearchParams, name: string): string | null {
  const values = form.getAll(name)
  if (values.length > 1) throw new InvalidInputError(`${name}: may be given once.`, name)
  return values[0]?.trim() || null
}

async function topicOf(mode: Mode, text: string, now: Date): Promise<Topic> {
  if (text.length > MAX_TOPIC)
    throw new InvalidInputError(`hub.topic: must have at most ${MAX_TOPIC} characters.`, 'hub.topic')
  if (mode === 'subscribe') return await findTopic(text, now)
  // Whoever leaves may do so from a feed that is no more. No address has other characters, which take more bytes or cannot be stored.
  if (!/^[!-~]+$/.test(text)) throw new InvalidInputError('hub.topic: must be the address of the feed.', 'hub.topic')
  return { address: text, vendors: [] }
}

/** Private addresses behind a name are refused when it is connected to. */
function readCallback(text: string | null): URL {
  const url = text !== null && URL.canParse(text) ? new URL(text) : null
  if (url === null) throw new InvalidInputError('hub.callback: must be an http or https address.', 'hub.callback')
  if (url.href.length > MAX_CALLBACK)
    throw new InvalidInputError(`hub.callback: must have at most ${MAX_CALLBACK} characters.`, 'hub.callback')
  if (url.hash !== '') throw new InvalidInputError('hub.callback: must not have a fragment.', 'hub.callback')
  if (url.origin === getEnv().PUBLIC_URL)
    throw new InvalidInputError('hub.callback: is an address of this site itself.', 'hub.callback')
  try {
    createAddressGuard(getEnv().WEBSUB_ALLOW_CIDRS, 1, 'WEBSUB_ALLOW_CIDRS').checkUrl(url)
  } catch (error) {
    if (error instanceof RefusedAddressError)
      throw new InvalidInputError(`hub.callback: ${error.message}`, 'hub.callback')
    throw error
  }
  return url
}

function readLease(text: string | null): number {
  if (text === null) return DEFAULT_LEASE_SECONDS
  if (!/^\d{1,10}$/.test(text) || Number(text) === 0)
    throw new InvalidInputError(
      'hub.lease_seconds: must be a whole number of seconds, at least 1.',
      'hub.lease_seconds',
    )
  return Math.min(Math.max(Number(text), LEASE_SECONDS.least), LEASE_SECONDS.most)
}

function readSecret(secret: string | null): string | null {
  if (secret === null || secret === '') return null
  if (Buffer.byteLength(secret) > MAX_SECRET_BYTES)
    throw new InvalidInputError('hub.secret: must be shorter than 200 bytes.', 'hub.secret')
  return secret
}

/** Who is subscribed already may renew, or leave, however many others there are. */
async function checkRoom(
  { mode, topic, callback: { host, href } }: { mode: Mode; topic: string; callback: URL },
  maxSubscriptions: number,
): Promise<void> {
  const { rows } = await pool().query<{ waiting: number; ofHost: number; ofAll: number; isKnown: boolean }>(
    `select (select count(*)::int from websub_requests where host = $1) as waiting,
            (select count(*)::int from websub_subscriptions where host = $1) as "ofHost",
            (select count(*)::int from websub_subscriptions) as "ofAll",
            exists (select from websub_subscriptions where topic = $2 and callback = $3) as "isKnown"`,
    [host, topic, href],
  )
  const { waiting, ofHost, ofAll, isKnown } = onlyRow(rows)
  if (waiting >= MAX_REQUESTS_OF_HOST)
    throw new InvalidInputError(
      `hub.callback: ${waiting} requests with callbacks at ${host} wait to be verified. Try again when those are answered.`,
      'hub.callback',
    )
  if (mode === 'unsubscribe' || isKnown) return
  if (ofHost >= MAX_SUBSCRIPTIONS_OF_HOST)
    throw new InvalidInputError(
      `hub.callback: ${host} has ${ofHost} subscriptions here, which is the limit.`,
      'hub.callback',
    )
  if (ofAll >= maxSubscriptions) throw new InvalidInputError('This hub takes no more subscriptions.')
}
