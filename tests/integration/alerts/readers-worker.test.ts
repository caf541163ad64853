import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { raiseEvents } from '#lib/alerts/events/raise-events.ts'
import { readBrowser } from '#lib/alerts/push/browser.ts'
import { subscribe } from '#lib/alerts/push/subscriptions.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { subscribeBrowserAt } from '#tests/support/alerts/browser-subscription.ts'
import { type OtherServer, type Received, startOtherServer } from '#tests/support/alerts/other-server.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { startWorkerProcess } from '#tests/support/processes/worker-process.ts'

const BASE = 'https://outages.example.com'

let server: OtherServer
beforeAll(async () => {
  server = await startOtherServer()
  Object.assign(process.env, {
    AUTH_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: BASE,
    PUSH_SERVICES: server.url,
    FETCH_ALLOW_CIDRS: '127.0.0.0/8',
    WEBSUB_ALLOW_CIDRS: '127.0.0.0/8',
  })
})
afterAll(async () => {
  await closeQueue()
  await server.close()
})
ownDatabase({ emptied: true })

const start = () => startWorkerProcess(process.env.DATABASE_URL ?? '')
const to = (path: string) => server.received.filter((request) => request.path === path)
const untilReceived = (path: string, count: number) => expect.poll(() => to(path).length, { interval: 50 }).toBe(count)

it('what a killed worker was sending is sent by the next one, to browsers and to subscribers of feeds', async () => {
  await ingest(aDocument([anIncident('one', { title: 'Mail is late' })]), {
    vendor: 'acme',
    url: 'https://status.acme.example',
    readAt: new Date(),
  })
  const { rows } = await pool().query('select id, vendor_id from incidents')
  const browser = subscribeBrowserAt(`${server.url}/browser`)
  await subscribe(readBrowser(browser.json), { vendors: ['acme'], incidents: [] }, null)
  await pool().query(
    `insert into websub_subscriptions (topic, callback, host, vendors, expires_at)
     values ($1, $2, $3, '{acme}', now() + interval '1 day')`,
    [`${BASE}/vendors/acme/feed.atom`, `${server.url}/news`, new URL(server.url).host],
  )
  server.answer(() => null)
  const first = start()
  const about = { vendorId: rows[0].vendor_id, incidentId: BigInt(rows[0].id), sourceId: null, happenedAt: new Date() }
  await inTransaction((tx) => raiseEvents(tx, [{ ...about, kind: 'opened', detail: { ageSeconds: null } }]))
  await untilReceived('/browser', 1)
  await untilReceived('/news', 1)
  await first.end('SIGKILL')

  server.answer(() => ({ status: 201 }))
  // Its leases are over.
  for (const table of ['push_deliveries', 'websub_deliveries'])
    await pool().query(`update ${table} set due_at = now() - interval '1 second'`)
  const second = start()
  await untilReceived('/browser', 2)
  await untilReceived('/news', 2)
  expect(await second.end('SIGTERM')).toBe(0)
  const messages = to('/browser').map((message: Received) => browser.read(message))
  expect(messages[1]).toEqual(messages[0])
  expect(messages[0]).toMatchObject({ title: 'acme: Mail is late', body: 'New incident. Impact: minor.' })
  const [before, after] = to('/news').map(({ body }) => body.toString())
  expect(after).toBe(before)
  expect(after).toContain('Mail is late')
  for (const table of ['push_deliveries', 'websub_deliveries'])
    expect((await pool().query(`select 1 from ${table}`)).rowCount).toBe(0)
})
