import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rotateSecret } from '#lib/admin/account/site-secret.ts'
import { mergeVendors } from '#lib/admin/vendor/merge-vendors.ts'
import { raiseEvents } from '#lib/alerts/events/raise-events.ts'
import { readBrowser } from '#lib/alerts/push/browser.ts'
import { deliverPush, takeDuePushes } from '#lib/alerts/push/deliver.ts'
import { getVapidKeys } from '#lib/alerts/push/keys.ts'
import { queueOver } from '#lib/alerts/push/queue.ts'
import { startPushes } from '#lib/alerts/push/start-pushes.ts'
import { type Interests, subscribe, unsubscribe } from '#lib/alerts/push/subscriptions.ts'
import { dispatchEvents } from '#lib/alerts/rules/dispatch.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { createSender, type Sender } from '#lib/fetch/send-request.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { keepHouse } from '#lib/worker/daily-maintenance.ts'
import { type BrowserSubscription, subscribeBrowserAt } from '#tests/support/alerts/browser-subscription.ts'
import { untilDue } from '#tests/support/alerts/due.ts'
import { type OtherServer, startOtherServer } from '#tests/support/alerts/other-server.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const RETENTION = { unchangedRunsDays: 7, runsDays: 400, signInsDays: 400 }
const URL_OF = { acme: 'https://status.acme.example', other: 'https://status.other.example' }

let service: OtherServer
let sender: Sender

beforeAll(async () => {
  service = await startOtherServer()
  process.env.AUTH_SECRET = randomBytes(32).toString('hex')
  process.env.PUSH_SERVICES = service.url
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
  sender = createSender({ allowCidrs: ['127.0.0.0/8'], setting: 'FETCH_ALLOW_CIDRS', userAgent: 'test' })
})
afterAll(async () => {
  await closeQueue()
  await sender.close()
  await service.close()
})
ownDatabase({ emptied: true })
beforeEach(() => {
  service.received.length = 0
  service.answer(() => ({ status: 201 }))
})

const aBrowser = () => subscribeBrowserAt(`${service.url}/${randomBytes(8).toString('hex')}`)
const tell = ({ json }: BrowserSubscription, interests: Partial<Interests>, replaces: string | null = null) =>
  subscribe(readBrowser(json), { vendors: [], incidents: [], ...interests }, replaces)

/** A live read that shows an incident, open unless it says otherwise. */
async function read(vendor: keyof typeof URL_OF, over: Parameters<typeof anIncident>[1] = {}): Promise<string> {
  const open: Parameters<typeof anIncident>[1] = {
    status: 'investigating',
    statedEndedAt: null,
    updates: [anUpdate('u1', { status: 'investigating' })],
  }
  await ingest(aDocument([anIncident('one', { ...open, title: 'Mail is late', ...over })]), {
    vendor,
    url: URL_OF[vendor],
    readAt: new Date(),
  })
  const { rows } = await pool().query(
    `select i.public_id from incidents i join vendors v on v.id = i.vendor_id where v.slug = $1 and i.external_id = 'one'`,
    [vendor],
  )
  return rows[0].public_id
}

const end: Parameters<typeof anIncident>[1] = {
  status: 'resolved',
  statedEndedAt: new Date('2026-03-01T11:17Z'),
  updates: [anUpdate('u1')],
}

/** Raises an event about an incident and dispatches it, as a worker does. */
async function raise(kind: 'opened' | 'resolved' | 'reopened', publicId: string): Promise<void> {
  await pool().query('update alert_events set dispatched_at = now()')
  const { rows } = await pool().query('select id, vendor_id, source_id from incidents where public_id = $1', [publicId])
  const [{ id, vendor_id: vendorId, source_id: sourceId }] = rows
  const about = { vendorId, incidentId: BigInt(id), sourceId, happenedAt: new Date() }
  await inTransaction((tx) =>
    raiseEvents(tx, [
      kind === 'opened' ? { ...about, kind, detail: { ageSeconds: null } } : { ...about, kind, detail: {} },
    ]),
  )
  await dispatchEvents()
}

/** Sends what is due, as a worker does; gives back how many. */
async function deliver(): Promise<number> {
  await untilDue()
  const due = await takeDuePushes(100)
  for (const push of due) await deliverPush(push, sender)
  return due.length
}

const listKept = async (table: 'push_subscriptions' | 'push_deliveries') =>
  (await pool().query(`select * from ${table} order by id`)).rows

describe('a browser that wants to know of new incidents', () => {
  it('gets one message of each, which it alone can read', async () => {
    await read('other')
    const [one, two] = [aBrowser(), aBrowser()]
    const id = await read('acme')
    expect(await tell(one, { vendors: ['acme', 'other'] })).toEqual({ vendors: ['acme', 'other'], incidents: [] })
    await tell(two, { vendors: ['other'] })
    await raise('opened', id)
    expect(await deliver()).toBe(1)
    const [message] = service.received
    expect(message).toMatchObject({ method: 'POST', path: new URL(one.json.endpoint).pathname })
    expect(message?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '14400', urgency: 'normal' })
    expect(message?.headers.topic).toMatch(/^[\w-]{32}$/)
    expect(message?.headers.authorization).toContain(`k=${(await getVapidKeys()).publicKey}`)
    expect(message && one.read(message)).toMatchObject({
      title: 'acme: Mail is late',
      body: 'New incident. Impact: minor.',
      path: `/vendors/acme/incidents/${id}/mail-is-late`,
      stops: 'acme',
    })
    expect(await deliver()).toBe(0)
    expect(await listKept('push_deliveries')).toEqual([])
  })

  it('is told of nothing that is maintenance', async () => {
    const id = await read('acme', { kind: 'maintenance' })
    await tell(aBrowser(), { vendors: ['acme'] })
    await raise('opened', id)
    expect(await deliver()).toBe(0)
  })

  it('may stop each, or all', async () => {
    await read('acme')
    const id = await read('other')
    const browser = aBrowser()
    await tell(browser, { vendors: ['acme', 'other'], incidents: [id] })
    const { endpoint } = browser.json
    expect(await unsubscribe(endpoint, { vendors: ['acme'], incidents: [] })).toEqual({
      vendors: ['other'],
      incidents: [id],
    })
    expect(await unsubscribe(endpoint, null)).toEqual({ vendors: [], incidents: [] })
    expect(await listKept('push_subscriptions')).toEqual([])
  })

  it('is told of a hundred vendors at most', async () => {
    const { rows } = await pool().query(
      `insert into vendors (key, slug, name) select 'v' || n, 'v' || n, 'V' || n from generate_series(1, 101) n returning slug`,
    )
    const browser = aBrowser()
    const slugs = rows.map(({ slug }) => slug)
    await expect(tell(browser, { vendors: slugs })).rejects.toThrow(
      'told of 101 vendors and incidents; the limit is 100.',
    )
    expect(await listKept('push_subscriptions')).toEqual([])
    expect((await tell(browser, { vendors: slugs.slice(1) })).vendors).toHaveLength(100)
  })

  it('is refused once all browsers are told of as much as the site has room for, unless it is told of that already', async () => {
    for (const vendor of ['acme', 'other'] as const) await read(vendor)
    const limited = ({ json }: BrowserSubscription, vendors: string[]) =>
      subscribe(readBrowser(json), { vendors, incidents: [] }, null, 3)
    const [one, two] = [aBrowser(), aBrowser()]
    await limited(one, ['acme', 'other'])
    await limited(two, ['acme'])
    await expect(limited(two, ['acme', 'other'])).rejects.toThrow('This site takes no more subscriptions.')
    expect(await limited(two, ['acme'])).toEqual({ vendors: ['acme'], incidents: [] })
    expect(await listKept('push_subscriptions')).toHaveLength(3)
  })

  it('stays known when it gets another endpoint, or when its vendor goes into another', async () => {
    await read('acme')
    await read('other')
    const [old, renewed] = [aBrowser(), aBrowser()]
    await tell(old, { vendors: ['other'] })
    expect(await tell(renewed, {}, old.json.endpoint)).toEqual({ vendors: ['other'], incidents: [] })
    await mergeVendors('other', { into: 'acme', confirmation: 'other', primary: null }, 'ada')
    expect(await tell(renewed, {})).toEqual({ vendors: ['acme'], incidents: [] })
    expect(await listKept('push_subscriptions')).toHaveLength(1)
  })

  it('keeps what it is told of when it names its own endpoint as the former one', async () => {
    await read('acme')
    const browser = aBrowser()
    await tell(browser, { vendors: ['acme'] })
    expect(await tell(browser, {}, browser.json.endpoint)).toEqual({ vendors: ['acme'], incidents: [] })
  })

  it('is kept as a hash and what only this site can read, and nothing else', async () => {
    await read('acme')
    const browser = aBrowser()
    await tell(browser, { vendors: ['acme'] })
    const [row] = await listKept('push_subscriptions')
    expect(await tell(browser, {})).toEqual({ vendors: ['acme'], incidents: [] })
    expect(await listKept('push_subscriptions')).toEqual([row])
    expect(Object.keys(row)).toEqual(['id', 'endpoint_hash', 'sealed', 'vendor_id', 'incident_id', 'created_at'])
    expect(row.sealed).not.toContain(
      Buffer.from(new URL(browser.json.endpoint).pathname).toString('base64url').slice(2, 10),
    )
    await rotateSecret('ada')
    expect(await listKept('push_subscriptions')).toEqual([])
  })
})

describe('a browser that waits for the end', () => {
  it('gets one message when it is over, and is forgotten', async () => {
    const id = await read('acme')
    const browser = aBrowser()
    await tell(browser, { incidents: [id] })
    await raise('reopened', id)
    expect(await deliver()).toBe(0)
    await read('acme', end)
    await raise('resolved', id)
    await queueOver(pool(), null)
    expect(await deliver()).toBe(1)
    const [message] = service.received
    expect(message && browser.read(message)).toMatchObject({
      body: 'This is over. It lasted 1h 17m, from start to end as reported.',
      stops: null,
    })
    expect(message?.headers.ttl).toBe('86400')
    expect(await listKept('push_subscriptions')).toEqual([])
  })

  it('is told even if no event says so', async () => {
    const id = await read('acme')
    await tell(aBrowser(), { incidents: [id] })
    expect(await queueOver(pool(), null)).toBe(0)
    await read('acme', end)
    await pool().query('update alert_events set dispatched_at = now()')
    expect(await queueOver(pool(), null)).toBe(1)
    expect(await deliver()).toBe(1)
  })

  it.each(['secondary', 'superseded'])('is told by the row that counts in place of one that is %s', async (status) => {
    const [id, other] = [await read('acme'), await read('other')]
    await tell(aBrowser(), { incidents: [id] })
    const link = `update incidents set dedup_status = $3, duplicate_of_id = (select id from incidents where public_id = $2)
      where public_id = $1`
    await pool().query(link, [id, other, status])
    await read('other', end)
    await raise('resolved', other)
    expect(await deliver()).toBe(1)
    await pool().query(`update incidents set dedup_status = 'counted', duplicate_of_id = null`)
  })

  it('waits for ninety days at most', async () => {
    const id = await read('acme')
    await tell(aBrowser(), { vendors: ['acme'], incidents: [id] })
    await pool().query("update push_subscriptions set created_at = now() - interval '89 days'")
    await keepHouse(new Date(), RETENTION)
    expect(await listKept('push_subscriptions')).toHaveLength(2)
    await pool().query("update push_subscriptions set created_at = now() - interval '91 days'")
    await keepHouse(new Date(), RETENTION)
    expect(await listKept('push_subscriptions')).toMatchObject([{ incident_id: null }])
  })

  it('cannot wait for what is over, or for what there is not', async () => {
    const id = await read('acme', end)
    await expect(tell(aBrowser(), { incidents: [id] })).rejects.toThrow('This incident is already over.')
    await expect(tell(aBrowser(), { incidents: ['000000000000'] })).rejects.toThrow(
      'There is no incident "000000000000".',
    )
    await expect(tell(aBrowser(), { vendors: ['nobody'] })).rejects.toThrow('There is no vendor "nobody".')
    expect(await listKept('push_subscriptions')).toEqual([])
  })
})

describe('a push service', () => {
  async function queueOne(): Promise<BrowserSubscription> {
    const id = await read('acme')
    const browser = aBrowser()
    await tell(browser, { vendors: ['acme'] })
    await raise('opened', id)
    return browser
  }

  const makeDue = (sql = "due_at = now() - interval '1 second'") => pool().query(`update push_deliveries set ${sql}`)

  it.each([404, 410])('that answers %s says that the browser is gone', async (status) => {
    await queueOne()
    service.answer(() => ({ status }))
    await deliver()
    expect(await listKept('push_subscriptions')).toEqual([])
  })

  it('that fails is asked again later, and says when', async () => {
    await queueOne()
    service.answer(() => ({ status: 503, headers: { 'retry-after': '120' } }))
    await deliver()
    expect(await takeDuePushes(1)).toEqual([])
    const [{ due_at: dueAt }] = await listKept('push_deliveries')
    expect(dueAt.getTime() - Date.now()).toBeGreaterThan(100_000)
    await makeDue()
    service.answer(() => ({ status: 201 }))
    expect(await deliver()).toBe(1)
    expect(await listKept('push_deliveries')).toEqual([])
  })

  it('that fails until nobody would want to read the message is asked no more', async () => {
    await queueOne()
    service.answer(() => ({ status: 500 }))
    await makeDue("created_at = now() - interval '5 hours'")
    await deliver()
    expect(await listKept('push_deliveries')).toEqual([])
    expect(await listKept('push_subscriptions')).toHaveLength(1)
  })

  it('that redirects, or refuses the message, gets nothing elsewhere', async () => {
    await queueOne()
    service.answer(() => ({ status: 307, headers: { location: `${service.url}/elsewhere` } }))
    await deliver()
    expect(service.received).toHaveLength(1)
    await makeDue()
    service.answer(() => ({ status: 400 }))
    await deliver()
    expect(await listKept('push_deliveries')).toEqual([])
  })

  it('gets what a worker that died had taken, from another, in order', async () => {
    const browser = await queueOne()
    await untilDue()
    expect(await takeDuePushes(10)).toHaveLength(1)
    const [{ public_id: id }] = (await pool().query('select public_id from incidents')).rows
    await raise('reopened', id)
    // The earlier one is still leased, and the later one waits for it.
    expect(await takeDuePushes(10)).toEqual([])
    await makeDue()
    const pushes = startPushes()
    try {
      await expect.poll(() => service.received.length).toBe(2)
    } finally {
      await pushes.stop()
    }
    expect(service.received.map((message) => String(browser.read(message).body).split('.')[0])).toEqual([
      'New incident',
      'Open again',
    ])
  })
})
