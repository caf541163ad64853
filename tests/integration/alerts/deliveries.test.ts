import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  addTarget,
  enableTarget,
  pauseTarget,
  replayDelivery,
  rotateSecret,
  sendTest,
} from '#lib/admin/alerts/targets.ts'
import { findNextDue, leaseDeliveries } from '#lib/alerts/deliveries/lease.ts'
import { type QueuedEvent, queueDeliveries } from '#lib/alerts/deliveries/queue.ts'
import { type Deliveries, type DeliveryOptions, startDeliveries } from '#lib/alerts/deliveries/start-deliveries.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { aTarget, listDeliveries, queue, raise, SOON, someIncidents } from '#tests/support/alerts/deliveries.ts'
import { type Receiver, startReceiver } from '#tests/support/alerts/receiver.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

let incidents: bigint[]
let receiver: Receiver
let deliveries: Deliveries | null = null

beforeAll(async () => {
  process.env.ALERT_ALLOW_CIDRS = '127.0.0.0/8'
  process.env.AUTH_SECRET = 'a secret of more than 32 characters for tests'
  incidents = await someIncidents(3)
})

beforeEach(async () => {
  receiver = await startReceiver()
})

afterEach(async () => {
  await deliveries?.stop()
  deliveries = null
  await receiver.close()
  await emptyTables('alert_events', 'alert_targets', 'audit_entries')
})

afterAll(() => {
  delete process.env.ALERT_ALLOW_CIDRS
})

const start = (options = {}) => {
  deliveries = startDeliveries(process.env.DATABASE_URL ?? '', { pollMs: 50, ...options })
}
const LOCK_WAITS = `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
const inAnHour = () => new Date(Date.now() + 3_600_000)
/** The moment comes until which messages are held. */
async function endHolding(): Promise<void> {
  await pool().query("update alert_deliveries set due_at = now() where is_held and state = 'waiting'")
}
/** Queues what was held for a target until a moment that has come, however long queueing takes. */
async function queueHeld(events: QueuedEvent[], target: number): Promise<void> {
  await queue(events, [target], inAnHour())
  await endHolding()
}
const states = async () => (await listDeliveries()).map(({ state }) => state)
const bodies = () => receiver.requests.map(({ body }) => JSON.parse(body))
const webhookIds = () => receiver.requests.map(({ headers }) => headers['webhook-id'])

describe('a webhook', () => {
  it('gets one message for an event, however many rules match, whose signature strangers accept', async () => {
    const { id, signingSecret } = await addTarget({ name: 'ops', kind: 'webhook', url: `${receiver.url}/in` }, 'test')
    const [event] = await raise([incidents[0] ?? null], 'impact_raised', { from: 'minor', to: 'major' })
    if (event === undefined) throw new Error('No event was raised.')
    const match = { event, targetId: id, holdUntil: null }
    for (let time = 0; time < 2; time++)
      await inTransaction((tx) =>
        queueDeliveries(tx, [
          { ...match, ruleId: 2 },
          { ...match, ruleId: 1 },
        ]),
      )
    start()
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered']), SOON)
    expect(receiver.requests).toHaveLength(1)
    const [{ headers, body, path } = { headers: {}, body: '', path: '' }] = receiver.requests
    const signed = {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    }
    expect(path).toBe('/in')
    expect(new StandardWebhook(signingSecret ?? '').verify(body, signed)).toMatchObject({
      type: 'alert.impact_raised',
      data: { what: 'Impact raised from minor to major', title: 'acme: Incident n0', vendor: { slug: 'acme' } },
    })
    new SvixWebhook(signingSecret ?? '').verify(body, signed)
    expect(() => new SvixWebhook(signingSecret ?? '').verify(`${body} `, signed)).toThrow()
    expect(() => new StandardWebhook(signingSecret ?? '').verify(`${body} `, signed)).toThrow()
    const { rows } = await pool().query('select rule_ids from alert_deliveries')
    expect(rows).toEqual([{ rule_ids: [1, 2] }])
  })

  it('is signed with the former secret too for a day after a rotation', async () => {
    const { id, signingSecret } = await addTarget({ name: 'ops', kind: 'webhook', url: receiver.url }, 'test')
    const next = await rotateSecret(id, 'test')
    await sendTest(id, 'test')
    start()
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(1), SOON)
    const headers = receiver.requests[0]?.headers as Record<string, string>
    for (const secret of [signingSecret, next])
      expect(new StandardWebhook(secret ?? '').verify(receiver.requests[0]?.body ?? '', headers)).toBeTruthy()
    expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2)
  })

  it('has none of its secrets in the database, the log or the audit log', async () => {
    receiver.react(({ path }) => ({ status: 500, body: `no: ${path}` }))
    const { id, signingSecret } = await addTarget(
      { name: 'ops', kind: 'webhook', url: `${receiver.url}/hidden-path?key=hidden-key` },
      'test',
    )
    await sendTest(id, 'test')
    start()
    await vi.waitFor(async () => expect(await states()).toEqual(['failed']), SOON)
    const tables = ['alert_targets', 'alert_deliveries', 'alert_attempts', 'audit_entries']
    for (const table of tables) {
      const { rows } = await pool().query(`select string_agg(row_to_json(t)::text, ' ') as text from ${table} t`)
      for (const secret of [signingSecret ?? '', 'hidden-path', 'hidden-key'])
        expect(rows[0].text).not.toContain(secret)
    }
  })
})

describe('order', () => {
  it('holds for a target and incident while an earlier message is tried again; others do not wait', async () => {
    const [first = null, second = null] = incidents
    let refusals = 2
    receiver.react(({ body }) => (JSON.parse(body).data.title.endsWith('n0') && refusals-- > 0 ? { status: 503 } : {}))
    const id = await aTarget({ url: receiver.url })
    await queue(await raise([first, first, second]), [id])
    start()
    await vi.waitFor(() => expect(bodies().map(({ data }) => data.title.slice(-2))).toEqual(['n0', 'n1']), SOON)
    const failure =
      'The receiver answered 503. It has a fault of its own. The message is sent again later, unless it is a test.'
    await vi.waitFor(
      async () =>
        expect(await listDeliveries()).toMatchObject([
          { state: 'waiting', tries: 1, failure },
          { state: 'waiting', tries: 0 },
          { state: 'delivered', tries: 1 },
        ]),
      SOON,
    )
    // The first pause is five seconds, the second thirty.
    expect((await listDeliveries())[0]?.inMs).toBeGreaterThan(3_000)
    await pool().query('update alert_deliveries set due_at = now()')
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(3), SOON)
    await vi.waitFor(async () => expect((await listDeliveries())[0]?.inMs).toBeGreaterThan(20_000), SOON)
    await pool().query('update alert_deliveries set due_at = now()')
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'delivered', 'delivered']), SOON)
    const [a, , b, c, d] = webhookIds()
    expect([b, c]).toEqual([a, a])
    expect(d).not.toBe(a)
  })

  it('holds between several workers, each of which sends what another has not', async () => {
    const id = await aTarget({ url: receiver.url })
    const events = await raise(Array.from({ length: 60 }, (_, index) => incidents[index % 3] ?? null))
    await queue(events, [id])
    start()
    const other = startDeliveries(process.env.DATABASE_URL ?? '', { pollMs: 50 })
    await vi.waitFor(async () => expect(new Set(await states())).toEqual(new Set(['delivered'])), SOON)
    await other.stop()
    expect(new Set(webhookIds()).size).toBe(60)
    const { rows } = await pool().query('select message_id, lane from alert_deliveries order by id')
    const order = new Map(rows.map(({ message_id }, index) => [message_id, index]))
    for (const lane of new Set(rows.map((row) => row.lane))) {
      const own = rows.filter((row) => row.lane === lane).map(({ message_id }) => message_id)
      const arrived = webhookIds().filter((id) => own.includes(id))
      expect(arrived.map((id) => order.get(id))).toEqual(own.map((id) => order.get(id)))
    }
  })
})

describe('of two results of which the second comes while the first is recorded', () => {
  /** Locks the deliveries after both were sent; `stop` ends the worker before the first answer. */
  async function answerBoth(options: DeliveryOptions, stop: () => Promise<void> | undefined): Promise<void> {
    const id = await aTarget({ url: receiver.url })
    await queue(await raise([incidents[0] ?? null, incidents[1] ?? null]), [id])
    const locker = await pool().connect()
    const answers = [Promise.withResolvers<object>(), Promise.withResolvers<object>()]
    receiver.react((_request, count) => answers[count - 1]?.promise ?? {})
    start(options)
    try {
      await vi.waitFor(() => expect(receiver.requests).toHaveLength(2), SOON)
      await locker.query('begin; select from alert_deliveries for no key update')
      const stopping = stop()
      answers[0]?.resolve({})
      await vi.waitFor(async () => expect((await pool().query(LOCK_WAITS)).rows).toEqual([{ count: 1 }]), SOON)
      answers[1]?.resolve({})
      // The second answer is here by now.
      await new Promise((resolve) => setTimeout(resolve, 300))
      await locker.query('rollback')
      await stopping
    } finally {
      await locker.query('rollback')
      locker.release()
    }
  }

  it('both are recorded', async () => {
    await answerBoth({}, () => undefined)
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'delivered']), SOON)
    expect(new Set(webhookIds()).size).toBe(webhookIds().length)
    expect((await pool().query('select from alert_attempts')).rowCount).toBe(2)
  })

  it('both are recorded by a worker that stops', async () => {
    await answerBoth({ stopWithinMs: 1_000 }, () => deliveries?.stop())
    expect(await states()).toEqual(['delivered', 'delivered'])
  })
})

it('what waits behind another that is tried again is not looked at before that is due', async () => {
  receiver.react(() => ({ status: 503 }))
  const id = await aTarget({ url: receiver.url })
  await pool().query('update alert_targets set per_minute = 60 where id = $1', [id])
  await queue(await raise([incidents[0] ?? null, incidents[0] ?? null]), [id])
  start()
  await vi.waitFor(
    async () =>
      expect((await listDeliveries())[0]).toMatchObject({ state: 'waiting', failure: expect.stringContaining('503') }),
    SOON,
  )
  await deliveries?.stop()
  deliveries = null
  await pool().query("update alert_deliveries set due_at = now() + interval '1 hour' where tries > 0")
  const version = async () => (await pool().query('select xmin::text, xmax::text from alert_targets')).rows
  const before = await version()
  expect(await leaseDeliveries(300, 10)).toEqual([])
  expect(await version(), 'neither changed nor locked').toEqual(before)
  expect((await findNextDue(pool()))?.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
})

describe('what a dead worker had', () => {
  it('is sent by another when its lease expires, under the same id', async () => {
    const id = await aTarget({ url: receiver.url })
    await queue(await raise([incidents[0] ?? null]), [id])
    const [leased] = await leaseDeliveries(300, 10)
    expect(await leaseDeliveries(300, 10)).toEqual([])
    start()
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered']), SOON)
    expect(webhookIds()).toEqual([leased?.messageId])
    expect((await listDeliveries())[0]?.tries).toBe(2)
  })
})

describe('a target', () => {
  it('is disabled when its last attempt in three days fails, unless it has accepted something since the first', async () => {
    receiver.react(() => ({ status: 500 }))
    const dead = await aTarget({ url: receiver.url })
    const alive = await aTarget({ url: receiver.url })
    await queue(await raise([incidents[0] ?? null, incidents[1] ?? null]), [dead, alive])
    await pool().query(
      "update alert_deliveries set tries = 10, first_tried_at = now() - interval '72 hours' where lane = $1",
      [`i${incidents[0]}`],
    )
    await pool().query("update alert_deliveries set due_at = now() + interval '1 hour' where tries = 0")
    await pool().query("update alert_targets set accepted_at = now() - interval '1 hour' where id = $1", [alive])
    start()
    await vi.waitFor(
      async () =>
        expect((await listDeliveries()).map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'waiting']),
      SOON,
    )
    const { rows } = await pool().query('select disabled_reason from alert_targets order by id')
    expect(rows).toEqual([{ disabled_reason: 'All attempts of three days failed.' }, { disabled_reason: null }])
    await enableTarget(dead, 'test')
    const { rows: enabled } = await pool().query('select disabled_at from alert_targets where id = $1', [dead])
    expect(enabled).toEqual([{ disabled_at: null }])
  })

  it('is disabled at once by 410, and what waits for it fails', async () => {
    receiver.react(() => ({ status: 410 }))
    const id = await aTarget({ url: receiver.url })
    await queue(await raise([incidents[0] ?? null, incidents[0] ?? null]), [id])
    start()
    await vi.waitFor(async () => expect(await states()).toEqual(['failed', 'failed']), SOON)
    expect(receiver.requests).toHaveLength(1)
    await queue(await raise([incidents[1] ?? null]), [id])
    expect((await listDeliveries()).at(-1)).toMatchObject({ state: 'skipped', failure: 'The target was disabled.' })
  })

  it('gets a test though it is paused, and nothing else; a replay has the same id', async () => {
    const id = await aTarget({ url: receiver.url })
    await queue(await raise([incidents[0] ?? null]), [id])
    await pauseTarget(id, true, 'test')
    start()
    await sendTest(id, 'test')
    await vi.waitFor(async () => expect(await states()).toEqual(['waiting', 'delivered']), SOON)
    await pauseTarget(id, false, 'test')
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'delivered']), SOON)
    const [delivery] = await listDeliveries()
    await replayDelivery(delivery?.id ?? '', 'test')
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(3), SOON)
    expect(webhookIds()[2]).toBe(webhookIds()[1])
    await expect(replayDelivery('999999', 'test')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('gets no more at once and in a minute than it can take', async () => {
    let underWay = 0
    let most = 0
    receiver.react(async () => {
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setTimeout(resolve, 20))
      underWay -= 1
      return {}
    })
    const id = await aTarget({ url: receiver.url })
    await pool().query('update alert_targets set concurrency = 2, per_minute = 60, allowance = 5 where id = $1', [id])
    await queue(await raise(Array.from({ length: 9 }, (_, index) => incidents[index % 3] ?? null)), [id])
    start()
    await vi.waitFor(() => expect(receiver.requests.length).toBeGreaterThanOrEqual(5), SOON)
    // Five at once are the burst of a target with one a second.
    expect(receiver.requests.length).toBeLessThanOrEqual(6)
    expect(most).toBe(2)
  })
})

describe('a digest', () => {
  it('tells what was held until a moment as one message; one alone stays what it is', async () => {
    const id = await aTarget({ url: receiver.url })
    const both = await raise([incidents[0] ?? null, incidents[1] ?? null])
    await queue(both, [id], inAnHour())
    start()
    expect((await listDeliveries()).map(({ inMs }) => inMs > 0)).toEqual([true, true])
    await endHolding()
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'delivered', 'delivered']), SOON)
    expect(bodies()).toMatchObject([{ type: 'digest', data: { count: 2, title: '2 events' } }])
    await queueHeld(await raise([incidents[2] ?? null]), id)
    await vi.waitFor(() => expect(bodies()[1]).toMatchObject({ type: 'alert.reopened' }), SOON)
  })

  it('that failed and is sent again tells what it gathered', async () => {
    receiver.react(() => ({ status: 410 }))
    const id = await aTarget({ url: receiver.url })
    await queueHeld(await raise([incidents[0] ?? null, incidents[1] ?? null]), id)
    start()
    await vi.waitFor(async () => expect(await states()).toEqual(['failed', 'failed', 'failed']), SOON)
    receiver.react(() => ({}))
    await enableTarget(id, 'test')
    const digest = (await listDeliveries()).find(({ purpose }) => purpose === 'digest')
    await replayDelivery(digest?.id ?? '', 'test')
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'delivered', 'delivered']), SOON)
  })

  it('does not gather again what was in one and is sent again by itself', async () => {
    const id = await aTarget({ url: receiver.url })
    await queueHeld(await raise([incidents[0] ?? null, incidents[1] ?? null]), id)
    start()
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'delivered', 'delivered']), SOON)
    await deliveries?.stop()
    const members = (await listDeliveries()).filter(({ purpose }) => purpose === 'event')
    for (const member of members) await replayDelivery(member.id, 'test')
    start()
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'delivered', 'delivered']), SOON)
    expect(webhookIds().slice(1).sort()).toEqual(members.map(({ messageId }) => messageId).sort())
  })

  it('of which all has been deleted is skipped, and the target has accepted nothing by that', async () => {
    const id = await aTarget({ url: receiver.url })
    await queueHeld(await raise([incidents[0] ?? null, incidents[1] ?? null]), id)
    await vi.waitFor(async () => expect(await leaseDeliveries(1, 1)).toMatchObject([{ purpose: 'digest' }]), SOON)
    await pool().query('delete from alert_events')
    start()
    await vi.waitFor(
      async () =>
        expect(await listDeliveries()).toMatchObject([
          { state: 'skipped', purpose: 'digest', failure: 'What it was about has been deleted.' },
        ]),
      SOON,
    )
    const { rows } = await pool().query('select accepted_at, failed_at from alert_targets')
    expect(rows).toEqual([{ accepted_at: null, failed_at: null }])
    expect(receiver.requests).toEqual([])
  })

  it('does not hold back what a rule wants at once, nor what comes before it of the same incident', async () => {
    const id = await aTarget({ url: receiver.url })
    const [held, other, urgent] = await raise([incidents[0] ?? null, incidents[1] ?? null, incidents[0] ?? null])
    if (held === undefined || other === undefined || urgent === undefined) throw new Error('No events were raised.')
    await queue([held, other], [id], inAnHour())
    await queue([urgent], [id])
    start()
    await vi.waitFor(async () => expect(await states()).toEqual(['delivered', 'waiting', 'delivered']), SOON)
    expect(receiver.requests).toHaveLength(2)
  })

  it('does not hold back an event that one rule wants at once and another holds', async () => {
    const id = await aTarget({ url: receiver.url })
    const [event] = await raise([incidents[0] ?? null])
    if (event === undefined) throw new Error('No event was raised.')
    const match = { event, targetId: id }
    await inTransaction((tx) =>
      queueDeliveries(tx, [
        { ...match, ruleId: 1, holdUntil: null },
        { ...match, ruleId: 2, holdUntil: inAnHour() },
      ]),
    )
    expect((await listDeliveries()).map(({ inMs }) => inMs <= 0)).toEqual([true])
  })

  it('tells more than two hundred events of a minute, at most one a minute; PagerDuty gets each', async () => {
    const id = await aTarget({ url: receiver.url })
    const pages = await aTarget({ url: receiver.url, kind: 'pagerduty', secret: 'a'.repeat(32) })
    await pool().query('update alert_targets set per_minute = null, concurrency = 32 where id = $1', [pages])
    const lanes = Array.from({ length: 201 }, (_, index) => incidents[index % 3] ?? null)
    await queue(await raise(lanes), [id, pages])
    start()
    const digests = () => bodies().filter(({ type }) => type === 'digest')
    await vi.waitFor(() => expect(digests()).toHaveLength(1), SOON)
    expect(digests()[0].data).toMatchObject({ count: 201, events: [{}, {}, {}] })
    await queue(await raise([incidents[0] ?? null]), [id])
    await vi.waitFor(async () => expect((await listDeliveries()).at(-1)?.inMs).toBeGreaterThan(40_000), SOON)
    await vi.waitFor(() => expect(bodies().filter(({ routing_key }) => routing_key)).toHaveLength(201), SOON)
    expect(digests()).toHaveLength(1)
  })

  it('waits behind no message that is tried again, and passes none of the same incident', async () => {
    receiver.react(({ body }) => (JSON.parse(body).type === 'digest' ? {} : { status: 503 }))
    const id = await aTarget({ url: receiver.url })
    await queue(await raise([incidents[0] ?? null]), [id])
    start()
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(1), SOON)
    const all = await raise([incidents[0] ?? null, incidents[1] ?? null, incidents[2] ?? null])
    await queueHeld(all, id)
    await vi.waitFor(() => expect(bodies()[1]).toMatchObject({ type: 'digest', data: { count: 2 } }), SOON)
    await vi.waitFor(
      async () =>
        expect((await listDeliveries()).map(({ state }) => state)).toEqual([
          'waiting',
          'waiting',
          'delivered',
          'delivered',
          'delivered',
        ]),
      SOON,
    )
  })
})
