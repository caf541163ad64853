import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSecrets } from '#lib/alerts/targets/secrets.ts'
import { pool } from '#lib/database/client.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { clearDatabase, expectInvariants, ingest, useTestDatabase } from '#tests/support/ingest.ts'

const app = join(import.meta.dirname, '../../../app')
const TOKEN = 'a-token-of-more-than-32-characters-for-tests'
let drop: () => Promise<void>

beforeAll(async () => {
  drop = await useTestDatabase()
  Object.assign(process.env, { AUTH_SECRET: 'x'.repeat(32), ADMIN_TOKEN: TOKEN })
})
beforeEach(async () => {
  await clearDatabase()
  await ingest(aDocument([anIncident('a'), anIncident('b')]), { vendor: 'acme', readAt: '2026-03-02T00:00Z' })
  await ingest(aDocument([anIncident('x')]), { vendor: 'beta', readAt: '2026-03-02T00:00Z' })
})
afterAll(async () => {
  await closeQueue()
  await drop()
})

/** Asks the handler of `route`, with its parameters filled in; returns status and body. */
async function call(method: string, route: string, { params = {}, query = '', body }: Partial<Asked> = {}) {
  const handlers = await import(join(app, 'api/v1', route, 'route.ts'))
  const request = new Request(`http://localhost:3000/api/v1/${route}${query}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer: Response = await handlers[method](request, { params: Promise.resolve(params) })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

interface Asked {
  params: Record<string, string>
  query: string
  body: unknown
}

const sourceOf = async (vendor: string) =>
  String((await call('GET', 'vendors/[vendor]/sources', { params: { vendor } })).body.sources[0].id)

describe('the API', () => {
  it.each([
    ['GET', 'alerts/rules', {}],
    ['GET', 'alerts/rules/[rule]', { rule: '1' }],
    ['PATCH', 'alerts/rules/[rule]', { rule: '1' }],
    ['POST', 'catalogue', {}],
  ])('refuses a parameter that it does not know: %s %s', async (method, route, params) => {
    const answer = await call(method, route, { params, query: '?dryrun=true', body: method === 'GET' ? undefined : {} })
    expect(answer).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('dryrun is not a parameter') },
    })
  })

  it('replays all vendors as a dry run, and applies it once that has ended', async () => {
    const made = await call('POST', 'ingest', { query: '?mode=replay&dryRun=true' })
    expect(made).toMatchObject({ status: 202, body: { vendor: null, dryRun: true, counts: { queued: 2 } } })
    const params = { batch: made.body.id }
    expect(await call('POST', 'batches/[batch]/apply', { params })).toMatchObject({ status: 409 })
    for (const { id } of made.body.runs) await executeRun(id, runHandlers)
    const seen = await call('GET', 'batches/[batch]', { params })
    expect(seen.body.runs.map((run: { vendor: string; state: string }) => [run.vendor, run.state])).toEqual([
      ['acme', 'unchanged'],
      ['beta', 'unchanged'],
    ])
    const applied = await call('POST', 'batches/[batch]/apply', { params })
    expect(applied).toMatchObject({ status: 202, body: { dryRun: false, counts: { queued: 2 } } })
    expect((await call('GET', 'batches/[batch]', { params })).body.appliedAs).toBe(applied.body.id)
    expect(await call('GET', 'batches/[batch]', { params: { batch: 'x' } })).toMatchObject({ status: 404 })
    expect(await call('POST', 'ingest', { query: '?mode=backfill&dryRun=true' })).toMatchObject({ status: 400 })
  })

  it('edits, pauses, renames and deletes a vendor', async () => {
    const params = { vendor: 'acme' }
    const body = { name: 'Acme Inc.', paused: true, slug: 'acme-inc' }
    expect(await call('PATCH', 'vendors/[vendor]', { params, body })).toMatchObject({
      status: 200,
      body: { slug: 'acme-inc', name: 'Acme Inc.', websiteUrl: null },
    })
    const renamed = { vendor: 'acme-inc' }
    expect(await call('DELETE', 'vendors/[vendor]', { params: renamed })).toMatchObject({ status: 400 })
    expect(await call('DELETE', 'vendors/[vendor]', { params: renamed, query: '?confirm=acme-inc' })).toEqual({
      status: 204,
      body: null,
    })
    expect(await call('GET', 'vendors/[vendor]', { params: renamed })).toMatchObject({ status: 404 })
  })

  it('adds a source, changes it, and says what its deletion takes along', async () => {
    const params = { vendor: 'acme' }
    const body = { platform: 'statuspage', url: 'https://status.acme.example' }
    const added = await call('POST', 'vendors/[vendor]/sources', { params, body })
    expect(added).toMatchObject({ status: 201, body: { key: 'statuspage:status.acme.example', isPrimary: true } })
    const source = { source: String(added.body.id) }
    expect(
      await call('PATCH', 'sources/[source]', { params: source, body: { paused: true, pollIntervalSeconds: 600 } }),
    ).toMatchObject({ status: 200, body: { health: 'stopped', pollIntervalSeconds: 600 } })
    const query = '?dryRun=true'
    const gone = await call('DELETE', 'sources/[source]', { params: { source: await sourceOf('beta') }, query })
    expect(gone.body).toMatchObject({
      deletionImpact: { incidents: 1, permalinks: 1 },
      goes: { incidents: 1, permalinks: 1 },
      figures: expect.arrayContaining([{ figure: 'incidentCount', before: 1, after: 0 }]),
    })
    expect(await call('PATCH', 'sources/[source]', { params: { source: '0' }, body: {} })).toMatchObject({
      status: 404,
    })
  })

  it('merges two vendors, first as a dry run', async () => {
    const params = { vendor: 'beta' }
    const body = { into: 'acme' }
    const tried = await call('POST', 'vendors/[vendor]/merge', { params, body, query: '?dryRun=true' })
    expect(tried).toMatchObject({
      status: 200,
      body: { deletionImpact: { incidents: 1 }, goes: { incidents: 1 }, shared: ['archive'] },
    })
    expect(await call('POST', 'vendors/[vendor]/merge', { params, body })).toMatchObject({ status: 400 })
    const confirmed = { ...body, confirm: 'beta' }
    expect((await call('POST', 'vendors/[vendor]/merge', { params, body: confirmed })).body).toEqual(tried.body)
    expect(await call('GET', 'vendors/[vendor]', { params })).toMatchObject({ status: 308 })
    await expectInvariants()
  })

  it('lists the catalogue, and adds several of its vendors at once, each for itself', async () => {
    const { body } = await call('GET', 'catalogue', { query: '?q=courier' })
    expect(body.vendors[0]).toMatchObject({
      slug: 'courier',
      name: 'Courier',
      platform: 'statuspage',
      unreadable: null,
    })
    const wanted = { vendors: ['courier', 'no-such-vendor', 'github', 'courier'], backfill: false }
    expect(await call('POST', 'catalogue', { body: wanted })).toEqual({
      status: 202,
      body: {
        added: [
          { slug: 'courier', name: 'Courier' },
          { slug: 'github', name: 'GitHub' },
        ],
        refused: ['The catalogue has no vendor "no-such-vendor".'],
      },
    })
    const { runs } = (await call('GET', 'queue')).body
    expect(runs.map(({ vendor, trigger }: { vendor: string; trigger: string }) => [vendor, trigger]).sort()).toEqual([
      ['courier', 'api'],
      ['github', 'api'],
    ])
    const none = await call('POST', 'catalogue', { body: { vendors: [] } })
    expect(none).toMatchObject({ status: 400, body: { field: 'vendors' } })
    expect((await call('POST', 'catalogue', { body: { vendors: Array(101).fill('courier') } })).status).toBe(400)
  })

  it('adds a target, tests, changes, pauses and deletes it, and shows its secrets once', async () => {
    const url = 'https://hooks.example.com/in/zXq81'
    const { status, body: made } = await call('POST', 'alerts/targets', {
      body: { name: 'Desk', kind: 'webhook', url },
    })
    expect(status).toBe(201)
    expect(made).toMatchObject({ kind: 'webhook', settings: { host: 'hooks.example.com' }, health: 'new' })
    expect(made.signingSecret).toMatch(/^whsec_/)
    const params = { target: String(made.id) }
    const tested = await call('POST', 'alerts/targets/[target]/test', { params })
    expect(tested).toMatchObject({ status: 202, body: { purpose: 'test', state: 'waiting', attempts: [] } })
    const delivery = { delivery: tested.body.id }
    expect((await call('GET', 'alerts/deliveries/[delivery]', { params: delivery })).body).toEqual(tested.body)
    const replay = await call('POST', 'alerts/deliveries/[delivery]/replay', { params: delivery })
    expect(replay).toMatchObject({ status: 409, body: { detail: expect.stringContaining('still waiting') } })
    await pool().query("update alert_deliveries set state = 'failed', ended_at = now()")
    expect(await call('POST', 'alerts/deliveries/[delivery]/replay', { params: delivery })).toMatchObject({
      status: 202,
      body: { state: 'waiting', messageId: tested.body.messageId },
    })
    const second = (await call('POST', 'alerts/targets/[target]/test', { params })).body
    const log = (query: string) => call('GET', 'alerts/targets/[target]/deliveries', { params, query })
    const first = await log('?limit=1')
    expect(first.body).toMatchObject({ deliveries: [{ id: second.id }], nextCursor: second.id })
    expect((await log(`?cursor=${first.body.nextCursor}`)).body).toMatchObject({
      deliveries: [{ id: tested.body.id }],
      nextCursor: null,
    })
    expect(await log('?cursor=x')).toMatchObject({ status: 400, body: { field: 'cursor' } })

    const change = (body: unknown) => call('PATCH', 'alerts/targets/[target]', { params, body })
    expect(await change({ name: 'Ops', perMinute: null, paused: true })).toMatchObject({
      status: 200,
      body: { name: 'Ops', perMinute: null, health: 'paused', signingSecret: null },
    })
    expect(await change({ name: 'No', concurrency: 33 })).toMatchObject({ status: 400, body: { field: 'concurrency' } })
    expect(await change({ name: 'No', url: 'http://10.0.0.1/' })).toMatchObject({ status: 400, body: { field: 'url' } })
    expect(await change({ kind: 'slack' })).toMatchObject({ status: 400 })
    expect((await change({ paused: false, url: `${url}2` })).body).toMatchObject({ name: 'Ops', pausedAt: null })
    const { rows } = await pool().query('select id, sealed from alert_targets')
    expect(openSecrets(rows[0].id, rows[0].sealed)).toEqual({ url: `${url}2`, signingSecret: made.signingSecret })

    const rotated = (await call('POST', 'alerts/targets/[target]/rotate', { params })).body.signingSecret
    expect(rotated).toMatch(/^whsec_/)
    expect(rotated).not.toBe(made.signingSecret)
    await pool().query("update alert_targets set disabled_at = now(), disabled_reason = 'gone'")
    expect((await call('POST', 'alerts/targets/[target]/enable', { params })).body).toMatchObject({ disabledAt: null })
    const shown = JSON.stringify([
      (await call('GET', 'alerts/targets')).body,
      (await call('GET', 'alerts/targets/[target]', { params })).body,
      (await pool().query('select * from audit_entries')).rows,
    ])
    for (const secret of ['zXq81', made.signingSecret, rotated]) expect(shown).not.toContain(secret)

    const remove = (query: string) => call('DELETE', 'alerts/targets/[target]', { params, query })
    expect(await remove('?confirm=ops')).toMatchObject({ status: 400, body: { field: 'confirmation' } })
    expect((await remove('?confirm=Ops')).status).toBe(204)
    expect((await call('GET', 'alerts/targets/[target]', { params })).status).toBe(404)
  })

  it('refuses texts and ids that the database cannot hold', async () => {
    const params = { vendor: 'beta' }
    for (const name of ['a\0b', '\ud800']) {
      const refused = { status: 400, body: { code: 'invalid_input', field: 'name' } }
      expect(await call('PATCH', 'vendors/[vendor]', { params, body: { name } })).toMatchObject(refused)
    }
    const merge = { params, query: '?dryRun=true', body: { into: 'acme', primary: 2 ** 31 } }
    expect(await call('POST', 'vendors/[vendor]/merge', merge)).toMatchObject({
      status: 400,
      body: { field: 'primary' },
    })
  })

  it('describes all of it', async () => {
    const { body } = await call('GET', 'openapi.json')
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/ingest',
        '/api/v1/batches/{batch}',
        '/api/v1/batches/{batch}/apply',
        '/api/v1/vendors/{vendor}/sources',
        '/api/v1/vendors/{vendor}/merge',
        '/api/v1/sources/{source}',
        '/api/v1/sources/{source}/move',
        '/api/v1/alerts/rules/{rule}/dry-run',
        '/api/v1/alerts/targets/{target}/deliveries',
        '/api/v1/catalogue',
      ]),
    )
    expect(body.components.schemas.Batch.properties).toHaveProperty('runs')
  })
})
