import { createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readFeed } from '#app/websub/read-feed.ts'
import { renameVendor } from '#lib/admin/vendor/change-vendor.ts'
import { raiseEvents } from '#lib/alerts/events/raise-events.ts'
import { dispatchEvents } from '#lib/alerts/rules/dispatch.ts'
import { deliverFeed, takeDueDeliveries } from '#lib/alerts/websub/deliver.ts'
import { hubOf } from '#lib/alerts/websub/hub.ts'
import { requestSubscription } from '#lib/alerts/websub/request.ts'
import { startHub } from '#lib/alerts/websub/start-hub.ts'
import { takeDueRequests, verifyRequest } from '#lib/alerts/websub/verify.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { getEnv } from '#lib/env.ts'
import { createSender, type Sender } from '#lib/fetch/send-request.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { keepHouse } from '#lib/worker/daily-maintenance.ts'
import { untilDue } from '#tests/support/alerts/due.ts'
import { type OtherServer, type Received, startOtherServer } from '#tests/support/alerts/other-server.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const BASE = 'https://outages.example.com'
const TOPIC = `${BASE}/vendors/acme/feed.atom`

/** A subscriber of our own, written from the Recommendation. */
let subscriber: OtherServer
let sender: Sender

beforeAll(async () => {
  subscriber = await startOtherServer()
  process.env.AUTH_SECRET = randomBytes(32).toString('hex')
  process.env.PUBLIC_URL = BASE
  process.env.WEBSUB_ALLOW_CIDRS = '127.0.0.0/8'
  sender = createSender({ allowCidrs: ['127.0.0.0/8'], setting: 'WEBSUB_ALLOW_CIDRS', userAgent: 'test' })
})
afterAll(async () => {
  await closeQueue()
  await sender.close()
  await subscriber.close()
})
ownDatabase({ emptied: true })
beforeEach(async () => {
  await emptyTables('websub_subscriptions', 'websub_requests', 'websub_deliveries')
  subscriber.received.length = 0
  subscriber.answer(confirmAll)
  await post('acme', 'one', 'Mail is late')
})

/** What a subscriber does that means it: it answers the challenge, and takes feeds. */
function confirmAll({ method, path }: Received) {
  const challenge = new URL(path, BASE).searchParams.get('hub.challenge')
  return method === 'GET' ? { status: 200, body: challenge ?? '' } : { status: 204 }
}

/** A live read that shows one more incident. */
async function post(vendor: string, externalId: string, title: string): Promise<void> {
  const at = new Date(Date.now() - 3_600_000)
  await ingest(aDocument([anIncident(externalId, { title, statedStartedAt: at, statedEndedAt: new Date() })]), {
    vendor,
    url: `https://status.${vendor}.example`,
    readAt: new Date(),
  })
  await pool().query('update alert_events set dispatched_at = now()')
}

/** Raises an event of the vendor and dispatches it, as a worker does. */
async function raise(vendor: string): Promise<void> {
  const { rows } = await pool().query('select id from vendors where slug = $1', [vendor])
  const about = { vendorId: rows[0].id, incidentId: null, sourceId: null, happenedAt: new Date() }
  await inTransaction((tx) =>
    raiseEvents(tx, [{ ...about, kind: 'state_changed', detail: { from: 'up', to: 'down' } }]),
  )
  await dispatchEvents()
}

function formOf(over: Record<string, string | null>): URLSearchParams {
  const fields = { mode: 'subscribe', topic: TOPIC, callback: `${subscriber.url}/news?me=1`, ...over }
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== null) form.set(`hub.${name}`, value)
  return form
}

function request(over: Record<string, string | null> = {}): Promise<void> {
  return requestSubscription(formOf(over), new Date())
}

async function verify(): Promise<void> {
  await untilDue()
  for (const due of await takeDueRequests(10, [])) await verifyRequest(due, sender)
}

async function deliver(): Promise<number> {
  await untilDue()
  const due = await takeDueDeliveries(10, [], readFeed)
  for (const delivery of due) await deliverFeed(delivery, sender)
  return due.length
}

async function subscribe(over: Record<string, string | null> = {}): Promise<void> {
  await request(over)
  await verify()
  subscriber.received.length = 0
}

/** Characters of three bytes that a database cannot compress much. */
function severalBytesEach(length: number): string {
  return Array.from({ length }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7_919) % 20_000))).join('')
}

/** So many subscriptions of the subscriber's host to one feed. */
async function addSubscriptions(count: number): Promise<void> {
  await pool().query(
    `insert into websub_subscriptions (topic, callback, host, vendors, expires_at)
     select $1, $2 || n, $3, '{acme}', now() + interval '1 day' from generate_series(1, $4::int) n`,
    [TOPIC, `${subscriber.url}/`, new URL(subscriber.url).host, count],
  )
}

const LOCK_WAITS = `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
const listKept = async (table: 'websub_subscriptions' | 'websub_requests' | 'websub_deliveries') =>
  (await pool().query(`select * from ${table} order by id`)).rows

describe('a request', () => {
  it('is verified at the callback, which keeps its own query', async () => {
    await request({ lease_seconds: '86400', secret: 'hush' })
    expect(await listKept('websub_subscriptions')).toEqual([])
    await verify()
    const [asked] = subscriber.received
    const { pathname, searchParams } = new URL(asked?.path ?? '', BASE)
    expect([asked?.method, pathname]).toEqual(['GET', '/news'])
    expect(Object.fromEntries(searchParams)).toEqual({
      me: '1',
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.challenge': expect.stringMatching(/^[\w-]{32}$/),
      'hub.lease_seconds': '86400',
    })
    const [kept] = await listKept('websub_subscriptions')
    expect(kept).toMatchObject({ topic: TOPIC, vendors: ['acme'] })
    expect(kept.sealed_secret).not.toContain('hush')
    const leftSeconds = (kept.expires_at.getTime() - Date.now()) / 1_000
    expect(Math.abs(leftSeconds - 86_400)).toBeLessThan(60)
    expect(await listKept('websub_requests')).toEqual([])
  })

  it.each([
    ['1', 300],
    ['999999999', 30 * 86_400],
    [null, 10 * 86_400],
  ])('for a lease of %s seconds is told which it gets', async (lease_seconds, granted) => {
    await request({ lease_seconds })
    await verify()
    expect(new URL(subscriber.received[0]?.path ?? '', BASE).searchParams.get('hub.lease_seconds')).toBe(
      String(granted),
    )
  })

  it('again renews the lease and the secret of the one there is', async () => {
    await subscribe({ secret: 'old' })
    const [before] = await listKept('websub_subscriptions')
    await subscribe({ secret: 'new', lease_seconds: '2000000' })
    const [after, ...others] = await listKept('websub_subscriptions')
    expect(others).toEqual([])
    expect(after.id).toBe(before.id)
    expect(after.expires_at > before.expires_at).toBe(true)
    expect(after.sealed_secret).not.toBe(before.sealed_secret)
  })

  it('to unsubscribe ends it, once that is confirmed', async () => {
    await subscribe()
    await request({ mode: 'unsubscribe' })
    expect(await listKept('websub_subscriptions')).toHaveLength(1)
    await verify()
    expect(new URL(subscriber.received[0]?.path ?? '', BASE).searchParams.get('hub.mode')).toBe('unsubscribe')
    expect(await listKept('websub_subscriptions')).toEqual([])
  })

  it.each([
    [{ mode: 'publish' }, 'hub.mode: This hub knows by itself when its feeds change'],
    [{ mode: 'follow' }, 'hub.mode: must be "subscribe" or "unsubscribe".'],
    [{ mode: null }, 'hub.mode: must be "subscribe" or "unsubscribe".'],
    [{ topic: null }, 'is not an Atom feed of this site'],
    [{ topic: 'https://example.org/feed.atom' }, 'https://example.org/feed.atom is not an Atom feed of this site'],
    [{ topic: `${BASE}/vendors/acme` }, 'is not an Atom feed of this site'],
    [{ topic: `${BASE}/vendors/acme/feed.rss` }, 'is not an Atom feed of this site'],
    [{ topic: `${TOPIC}?asOf=2026-01-01T00:00:00Z` }, 'is not an Atom feed of this site'],
    [{ topic: `${TOPIC}?size=3` }, 'is not an Atom feed of this site'],
    [{ topic: `${TOPIC}?impact=dreadful` }, 'impact: '],
    [{ topic: `${BASE}/vendors/nobody/feed.atom` }, 'hub.topic: There is no vendor "nobody".'],
    [{ topic: `${TOPIC}?window=24m` }, `This feed's own address is ${TOPIC}.`],
    [{ topic: `${TOPIC}?q=${'a'.repeat(1_500)}` }, 'hub.topic: must have at most 1500 characters.'],
    [{ mode: 'unsubscribe', topic: `${BASE}/${'a'.repeat(1_500)}` }, 'hub.topic: must have at most 1500 characters.'],
    [{ mode: 'unsubscribe', topic: null }, 'hub.topic: must be the address of the feed.'],
    [{ mode: 'unsubscribe', topic: `${TOPIC}\0` }, 'hub.topic: must be the address of the feed.'],
    [{ mode: 'unsubscribe', topic: severalBytesEach(1_400) }, 'hub.topic: must be the address of the feed.'],
    [{ callback: null }, 'hub.callback: must be an http or https address.'],
    [{ callback: 'mailto:ada@example.com' }, 'hub.callback: The address must start with http or https'],
    [{ callback: 'http://10.0.0.1/' }, 'hub.callback: 10.0.0.1 is not a public address. WEBSUB_ALLOW_CIDRS'],
    [{ callback: 'https://ada:secret@example.com/' }, 'must not contain a user name'],
    [{ callback: 'https://example.com/#here' }, 'hub.callback: must not have a fragment.'],
    [{ callback: `${BASE}/websub` }, 'hub.callback: is an address of this site itself.'],
    [{ callback: `https://example.com/${'a'.repeat(1_000)}` }, 'hub.callback: must have at most 1000 characters.'],
    [{ lease_seconds: 'forever' }, 'hub.lease_seconds: must be a whole number'],
    [{ lease_seconds: '0' }, 'hub.lease_seconds: must be a whole number'],
    [{ secret: 'x'.repeat(200) }, 'hub.secret: must be shorter than 200 bytes.'],
  ])('with %o is refused with a sentence', async (over, sentence) => {
    await expect(request(over)).rejects.toThrow(sentence)
    expect(await listKept('websub_requests')).toEqual([])
  })

  it('cannot be one of very many for a host that does not answer', async () => {
    for (let count = 0; count < 50; count++) await request({ callback: `${subscriber.url}/${count}` })
    await expect(request()).rejects.toThrow('50 requests with callbacks at 127.0.0.1')
    await untilDue()
    // And they reach it few at a time.
    expect(await takeDueRequests(10, [])).toHaveLength(2)
    expect(await takeDueRequests(10, [new URL(subscriber.url).host])).toEqual([])
  })

  it('is refused for a host that has very many subscriptions', async () => {
    await addSubscriptions(1_000)
    await expect(request()).rejects.toThrow('has 1000 subscriptions here, which is the limit.')
    expect(await listKept('websub_requests')).toEqual([])
  })

  it('is refused by a hub that is full, but may be renewed and ended there', async () => {
    await subscribe()
    const full = (over: Record<string, string> = {}) => requestSubscription(formOf(over), new Date(), 1)
    await expect(full({ callback: `${subscriber.url}/another` })).rejects.toThrow(
      'This hub takes no more subscriptions.',
    )
    expect(await listKept('websub_requests')).toEqual([])
    await full()
    await full({ mode: 'unsubscribe' })
    expect(await listKept('websub_requests')).toHaveLength(1)
  })

  it('is renewed at a host that has very many', async () => {
    await subscribe()
    await addSubscriptions(1_000)
    await request()
    expect(await listKept('websub_requests')).toHaveLength(1)
  })

  it.each(['subscribe', 'unsubscribe'])(
    'that took the place of one to %s waits for an answer of its own',
    async (mode) => {
      await request({ mode })
      await untilDue()
      const [former] = await takeDueRequests(10, [])
      const other = mode === 'subscribe' ? 'unsubscribe' : 'subscribe'
      await request({ mode: other })
      for (const status of [404, 500, 200]) {
        subscriber.answer((received) => (status === 200 ? confirmAll(received) : { status }))
        if (former !== undefined) await verifyRequest(former, sender)
      }
      await untilDue()
      expect((await takeDueRequests(10, [])).map((due) => due.mode)).toEqual([other])
      expect(await listKept('websub_subscriptions')).toEqual([])
    },
  )

  it('that repeats one which the callback refuses waits for an answer of its own', async () => {
    await request()
    await untilDue()
    const [former] = await takeDueRequests(10, [])
    await request()
    await untilDue()
    const [repeated] = await takeDueRequests(10, [])
    subscriber.answer(() => ({ status: 404 }))
    if (former !== undefined) await verifyRequest(former, sender)
    subscriber.answer(confirmAll)
    if (repeated !== undefined) await verifyRequest(repeated, sender)
    expect(await listKept('websub_subscriptions')).toHaveLength(1)
    expect(await listKept('websub_requests')).toEqual([])
  })
})

describe('a callback that does not confirm', () => {
  const again = () => pool().query("update websub_requests set due_at = now() - interval '1 second'")

  it.each([
    ['refuses', { status: 404 }],
    ['says something else', { status: 200, body: 'yes' }],
    ['leads elsewhere', { status: 302, headers: { location: '/other' } }],
  ])('because it %s subscribes nobody', async (_what, answer) => {
    await request()
    subscriber.answer(() => answer)
    await verify()
    expect(subscriber.received).toHaveLength(1)
    expect([await listKept('websub_requests'), await listKept('websub_subscriptions')]).toEqual([[], []])
  })

  it('because it fails is asked three times', async () => {
    await request()
    subscriber.answer(() => ({ status: 500 }))
    for (let tries = 0; tries < 4; tries++) {
      await verify()
      await again()
    }
    expect(subscriber.received).toHaveLength(3)
    expect(await listKept('websub_requests')).toEqual([])
  })

  it('because its name leads into a private network is never reached', async () => {
    await request({ callback: 'http://localhost:1/' })
    const strict = createSender({ allowCidrs: [], setting: 'WEBSUB_ALLOW_CIDRS', userAgent: 'test' })
    await untilDue()
    for (const due of await takeDueRequests(10, [])) await verifyRequest(due, strict)
    await strict.close()
    expect([await listKept('websub_requests'), await listKept('websub_subscriptions')]).toEqual([[], []])
  })
})

describe('a change', () => {
  it('brings the feed as it is served, signed', async () => {
    await subscribe({ secret: 'hush' })
    await post('acme', 'two', 'Search is slow')
    await raise('acme')
    expect(await deliver()).toBe(1)
    const [sent] = subscriber.received
    expect(sent).toMatchObject({ method: 'POST', path: '/news?me=1' })
    expect(sent?.headers['content-type']).toBe('application/atom+xml; charset=utf-8')
    expect(sent?.headers.link).toBe(`<${BASE}/websub>; rel="hub", <${TOPIC}>; rel="self"`)
    const signature = createHmac('sha256', 'hush')
      .update(sent?.body ?? '')
      .digest('hex')
    expect(sent?.headers['x-hub-signature']).toBe(`sha256=${signature}`)
    const text = sent?.body.toString() ?? ''
    expect(text).toContain('acme: Search is slow')
    expect(text).toContain(`<link rel="hub" href="${BASE}/websub"/>`)
    expect(text).toContain(`<link rel="self" href="${TOPIC}" type="application/atom+xml"/>`)
    expect(await listKept('websub_deliveries')).toEqual([])
  })

  it('without a secret is not signed', async () => {
    await subscribe()
    await raise('acme')
    await deliver()
    expect(subscriber.received[0]?.headers['x-hub-signature']).toBeUndefined()
  })

  it('that a feed does not show is not sent', async () => {
    await subscribe({ topic: `${BASE}/feed.atom?impact=critical` })
    await raise('acme')
    expect(await deliver()).toBe(1)
    await post('acme', 'two', 'Minor again')
    await raise('acme')
    expect(await deliver()).toBe(1)
    expect(subscriber.received).toHaveLength(1)
    expect(await listKept('websub_deliveries')).toEqual([])
  })

  it('reaches the feeds that its vendor is in', async () => {
    await post('other', 'one', 'Other is down')
    await subscribe({ topic: `${BASE}/feed.atom` })
    await subscribe({ topic: `${BASE}/stack/feed.atom?vendors=acme,other` })
    await subscribe({ topic: `${BASE}/vendors/other/feed.atom` })
    await subscribe()
    await raise('other')
    expect((await listKept('websub_deliveries')).map(({ topic }) => topic.slice(BASE.length))).toEqual([
      '/feed.atom',
      '/stack/feed.atom?vendors=acme,other',
      '/vendors/other/feed.atom',
    ])
  })

  it('reaches whoever knows a vendor by its former address', async () => {
    await subscribe()
    await renameVendor('acme', 'acme-cloud', 'ada')
    await raise('acme-cloud')
    expect(await deliver()).toBe(1)
    expect(subscriber.received[0]?.headers.link).toContain(`<${TOPIC}>; rel="self"`)
    expect(subscriber.received[0]?.body.toString()).toContain('Mail is late')
  })

  it('while one is sent is sent next', async () => {
    await subscribe()
    await raise('acme')
    await untilDue()
    const [first] = await takeDueDeliveries(10, [], readFeed)
    await post('acme', 'two', 'Search is slow')
    await raise('acme')
    expect(await takeDueDeliveries(10, [], readFeed)).toEqual([])
    if (first !== undefined) await deliverFeed(first, sender)
    await post('acme', 'three', 'Login fails')
    expect(await deliver()).toBe(1)
    expect(subscriber.received.map(({ body }) => body.includes('Login fails'))).toEqual([false, true])
  })

  it('that is noted while the former one is recorded is sent next', async () => {
    await subscribe()
    await raise('acme')
    await untilDue()
    const [first] = await takeDueDeliveries(10, [], readFeed)
    const noting = await pool().connect()
    try {
      await noting.query('begin; update websub_deliveries set changes = changes + 1')
      const sending = first !== undefined && deliverFeed(first, sender)
      await expect.poll(async () => (await pool().query(LOCK_WAITS)).rows).toEqual([{ count: 1 }])
      await noting.query('commit')
      await sending
    } finally {
      noting.release(true)
    }
    await untilDue()
    expect(await takeDueDeliveries(10, [], readFeed)).toMatchObject([{ changes: 2, tries: 1 }])
  })

  it('reaches the subscribers of a host few at a time', async () => {
    await addSubscriptions(6)
    await raise('acme')
    await untilDue()
    expect(await takeDueDeliveries(10, [], readFeed)).toHaveLength(4)
    expect(await takeDueDeliveries(10, [new URL(subscriber.url).host], readFeed)).toEqual([])
  })

  it('of a worker that died is sent by another', async () => {
    await subscribe()
    await raise('acme')
    await untilDue()
    expect(await takeDueDeliveries(10, [], readFeed)).toHaveLength(1)
    await pool().query("update websub_deliveries set due_at = now() - interval '1 second'")
    const hub = startHub(readFeed)
    try {
      await expect.poll(() => subscriber.received.length).toBe(1)
    } finally {
      await hub.stop()
    }
  })
})

describe('a subscriber', () => {
  it('that fails gets the feed later, and after three hours the next one', async () => {
    await subscribe()
    await raise('acme')
    subscriber.answer(() => ({ status: 500 }))
    expect(await deliver()).toBe(1)
    expect(await deliver()).toBe(0)
    let waited = 0
    for (;;) {
      const { rows } = await pool().query(
        'select extract(epoch from due_at - now())::float as pause from websub_deliveries',
      )
      if (rows.length === 0) break
      waited += rows[0].pause
      await pool().query("update websub_deliveries set due_at = now() - interval '1 second'")
      expect(await deliver()).toBe(1)
    }
    expect(Math.round(waited / 600) / 6).toBe(3)
    expect(await listKept('websub_subscriptions')).toHaveLength(1)
  })

  it('that fails for the last time gets what has changed meanwhile', async () => {
    await subscribe()
    await raise('acme')
    await pool().query('update websub_deliveries set tries = 10')
    await untilDue()
    const [last] = await takeDueDeliveries(10, [], readFeed)
    await raise('acme')
    subscriber.answer(() => ({ status: 500 }))
    if (last !== undefined) await deliverFeed(last, sender)
    subscriber.answer(confirmAll)
    expect(await deliver()).toBe(1)
    expect(await listKept('websub_deliveries')).toEqual([])
  })

  it('that answers 410, or whose feed is no more, is subscribed no more', async () => {
    await subscribe()
    await raise('acme')
    subscriber.answer(() => ({ status: 410 }))
    await deliver()
    expect(await listKept('websub_subscriptions')).toEqual([])
    subscriber.answer(confirmAll)
    await subscribe()
    await raise('acme')
    await pool().query(`update vendors set slug = 'gone' where slug = 'acme'`)
    await deliver()
    expect(await listKept('websub_subscriptions')).toEqual([])
  })

  it('whose lease has ended gets nothing', async () => {
    await subscribe()
    await raise('acme')
    await pool().query("update websub_subscriptions set expires_at = now() - interval '1 second'")
    expect(await deliver()).toBe(0)
    await raise('acme')
    expect((await listKept('websub_deliveries'))[0].changes).toBe(1)
    await keepHouse(new Date(), { unchangedRunsDays: 7, runsDays: 400, signInsDays: 400 })
    expect([await listKept('websub_subscriptions'), await listKept('websub_deliveries')]).toEqual([[], []])
  })
})

describe('the hub of another operator', () => {
  it('is told which feeds have changed, and only those name it', async () => {
    const env = getEnv()
    Object.assign(env, { WEBSUB_HUB: `${subscriber.url}/hub` })
    try {
      const now = new Date()
      expect([TOPIC, `${BASE}/feed.atom`].map((topic) => hubOf(topic, now))).toEqual(
        Array(2).fill(`${subscriber.url}/hub`),
      )
      expect(hubOf(`${TOPIC}?impact=major`, now)).toBeNull()
      await raise('acme')
      expect(await deliver()).toBe(2)
      expect(subscriber.received.map(({ path, body }) => [path, body.toString()])).toEqual(
        [`${BASE}/feed.atom`, TOPIC].map((topic) => [
          '/hub',
          new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic }).toString(),
        ]),
      )
      Object.assign(env, { WEBSUB_HUB: 'off' })
      expect(hubOf(TOPIC, now)).toBeNull()
      await raise('acme')
      expect(await listKept('websub_deliveries')).toEqual([])
    } finally {
      Object.assign(env, { WEBSUB_HUB: null })
    }
  })

  it('that is no longer set is told nothing, and nothing waits for it longer than a day', async () => {
    const env = getEnv()
    Object.assign(env, { WEBSUB_HUB: `${subscriber.url}/hub` })
    try {
      await raise('acme')
    } finally {
      Object.assign(env, { WEBSUB_HUB: null })
    }
    expect(await deliver()).toBe(0)
    const keepAt = (at: number) => keepHouse(new Date(at), { unchangedRunsDays: 7, runsDays: 400, signInsDays: 400 })
    await keepAt(Date.now())
    expect(await listKept('websub_deliveries')).toHaveLength(2)
    await keepAt(Date.now() + 25 * 3_600_000)
    expect(await listKept('websub_deliveries')).toEqual([])
  })
})
