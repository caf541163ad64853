import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PageStatus } from '#components/vendors/page-status.tsx'
import type { Platform } from '#lib/adapters/adapter.ts'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { CHANGE_CHANNEL } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { getVendor, listVendorSummaries } from '#lib/queries/vendors.ts'
import { requestRun } from '#lib/runs/run.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { useTestDatabase } from '../../support/ingest.ts'
import { PLATFORM_SITES } from '../../support/platforms/platform-sites.ts'
import { serveStatuspage, statuspageIncident } from '../../support/platforms/statuspage.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '../../support/vendor-server.ts'

const SUMMARY = '/api/v2/summary.json'
const PAGE = { id: 'page00000001', name: 'Acme', url: 'http://status.example.org', time_zone: 'Etc/UTC' }
const GROUP = { id: 'cpnt00000009', name: 'Europe', status: 'major_outage', group: true, group_id: null }
const SANDBOXES = { id: 'cpnt00000001', name: 'Sandboxes', status: 'major_outage', group: false, group_id: GROUP.id }
const EXPORTS = { id: 'cpnt00000002', name: 'Exports', status: 'operational', group: false, group_id: null }

let leave: () => Promise<void>
let vendorServer: VendorServer

beforeAll(async () => {
  leave = await useTestDatabase()
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
})

beforeEach(async () => {
  await emptyTables('vendors', 'hosts')
  vendorServer = await startVendorServer()
})

afterEach(async () => await vendorServer.close())

afterAll(async () => {
  await closeFetcher()
  await leave()
})

async function addAcme(platform: Platform = 'statuspage') {
  const sources = [{ platform, url: vendorServer.url }]
  await createVendor({ slug: 'acme', name: 'Acme', websiteUrl: null, category: null, sources }, 'test')
}

/** Polls the one source in this process, and returns the run. */
async function poll() {
  const { rows } = await pool().query('select id, vendor_id from sources')
  const request = { vendorId: rows[0].vendor_id, sourceId: rows[0].id, mode: 'poll', trigger: 'api' } as const
  const id = await requestRun(pool(), { ...request, dryRun: false }, async () => {})
  await executeRun(id, runHandlers)
  return (await pool().query('select state::text, warnings from runs where id = $1', [id])).rows[0]
}

const json = (value: unknown, headers = {}): VendorAnswer => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
})

function summary(over: Record<string, unknown> = {}): Record<string, unknown> {
  const status = { indicator: 'major', description: 'Partial System Outage' }
  const components = [GROUP, SANDBOXES, EXPORTS]
  return { page: PAGE, components, incidents: [], scheduled_maintenances: [], status, ...over }
}

/** A page whose newest incident is over, with this summary. */
function serve(answer: VendorAnswer | null, incidents = [statuspageIncident(1)]): void {
  const pages = serveStatuspage(incidents)
  vendorServer.answer((path) => (path === SUMMARY ? answer : pages(path)))
}

async function acme(asOf?: Date) {
  const now = new Date()
  const filter = parseHistoryFilter(asOf === undefined ? {} : { asOf: asOf.toISOString() }, now)
  const vendor = await getVendor('acme', filter, now)
  if (vendor === null) throw new Error('There is no Acme.')
  return vendor
}

const text = (vendor: Parameters<typeof PageStatus>[0]['vendor']) =>
  renderToStaticMarkup(<PageStatus vendor={vendor} />).replace(/<[^>]+>/g, '')

const count = async (table: string) => (await pool().query(`select count(*)::int as n from ${table}`)).rows[0].n

describe('the indicator of a Statuspage', () => {
  beforeEach(async () => await addAcme())

  it('stands beside a state that it contradicts, with the component that is out, and decides nothing', async () => {
    serve(json(summary()))
    expect(await poll()).toMatchObject({ state: 'succeeded', warnings: [] })
    const vendor = await acme()
    expect(vendor).toMatchObject({
      state: 'up',
      indicator: 'major',
      pageStatus: {
        indicator: 'major',
        state: 'down',
        contradicts: true,
        components: [{ name: 'Sandboxes', group: 'Europe', status: 'major_outage' }],
      },
      history: { downtimeSeconds: 1800 },
    })
    const sentence = 'its own indicator says “major”: Europe / Sandboxes is in “major outage”; no outage is posted'
    expect(text(vendor)).toBe(sentence)
    const [listed] = await listVendorSummaries({ asOf: new Date() })
    expect(listed?.pageStatus).toEqual(vendor.pageStatus)
  })

  it('is said of an open outage that it denies, and not where both agree', async () => {
    const open = statuspageIncident(2, { status: 'investigating', impact: 'major', resolved_at: null })
    open.incident_updates.shift()
    serve(json(summary({ status: { indicator: 'none' }, components: [EXPORTS] })), [open])
    await poll()
    expect(text(await acme())).toBe('its own indicator says “none”')
    serve(json(summary()), [open])
    await poll()
    const vendor = await acme()
    expect(vendor.pageStatus).toMatchObject({ state: 'down', contradicts: false })
    expect(text(vendor)).toBe('')
  })

  it('makes no incident of what its document lists, and no document of itself', async () => {
    const phantom = statuspageIncident(3, { status: 'investigating', impact: 'critical', resolved_at: null })
    serve(json(summary({ incidents: [phantom] })))
    await poll()
    expect((await acme()).openIncidents).toEqual([])
    expect(await count('incidents')).toBe(1)
    expect((await pool().query('select url from documents order by url')).rows.map(({ url }) => url)).toEqual([
      `${vendorServer.url}/api/v2/incidents.json`,
      `${vendorServer.url}/api/v2/scheduled-maintenances.json`,
    ])
  })

  it('costs a "not modified" while it stays as it is, and is known for as long as that is said', async () => {
    serve(json(summary(), { etag: 'W/"a b"', 'last-modified': 'Sat, 28 Nov 2026 09:00:00 GMT' }))
    await poll()
    const before = (await acme()).pageStatus
    serve({ status: 304 })
    await poll()
    const asked = vendorServer.requests.findLast(({ path }) => path === SUMMARY)?.headers
    expect(asked).toMatchObject({
      'if-none-match': 'W/"a b"',
      'if-modified-since': 'Sat, 28 Nov 2026 09:00:00 GMT',
    })
    const after = (await acme()).pageStatus
    expect(after).toEqual({ ...before, readAt: expect.any(Date) })
    expect(Number(after?.readAt)).toBeGreaterThan(Number(before?.readAt))
  })

  it('fails no run where it cannot be read, and is no longer said once it is too old', async () => {
    serve(json(summary()))
    await poll()
    serve({ status: 500 })
    expect(await poll()).toMatchObject({ state: 'unchanged', warnings: [expect.stringContaining('HTTP 500')] })
    expect((await acme()).pageStatus).toMatchObject({ indicator: 'major' })
    await pool().query("update sources set indicator_read_at = now() - interval '16 minutes'")
    expect(await acme()).toMatchObject({ state: 'up', pageStatus: null, indicator: 'major' })
  })

  it('is forgotten with its address, and said of no moment before it was read', async () => {
    serve(json(summary()))
    await poll()
    expect(await acme(new Date('2025-01-01T10:15:00Z'))).toMatchObject({ pageStatus: null, indicator: null })
    serve(null)
    expect(await poll()).toMatchObject({ state: 'unchanged', warnings: [] })
    expect(await acme()).toMatchObject({ pageStatus: null, indicator: null })
  })

  it('gives components their groups, which a list without groups does not take away', async () => {
    const incident = { ...statuspageIncident(1), components: [SANDBOXES] }
    serve(json(summary()), [incident])
    await poll()
    const names = 'select group_name, name from components order by name'
    const expected = [
      { group_name: null, name: 'Exports' },
      { group_name: 'Europe', name: 'Sandboxes' },
    ]
    expect((await pool().query(names)).rows).toEqual(expected)
    serve({ status: 304 }, [{ ...incident, name: 'Renamed' }])
    await poll()
    expect((await pool().query(names)).rows).toEqual(expected)
    serve(json(summary({ components: [{ ...SANDBOXES, group_id: null }, EXPORTS] })))
    await poll()
    expect((await pool().query(names)).rows[1]).toEqual({ group_name: null, name: 'Sandboxes' })
  })

  it('tells those who keep pages of a change, and of none where nothing changed', async () => {
    serve(json(summary()))
    await poll()
    const listener = await pool().connect()
    const received: (string | undefined)[] = []
    listener.on('notification', ({ payload }) => received.push(payload))
    await listener.query(`listen ${CHANGE_CHANNEL}`)
    try {
      await poll()
      expect(received).toEqual([])
      serve(json(summary({ status: { indicator: 'none' }, components: [EXPORTS] })))
      await poll()
      await listener.query('select 1')
      expect(received).toHaveLength(1)
    } finally {
      listener.release(true)
    }
  })
})

describe('the indicator of', () => {
  const serveSite = (platform: 'incident-io' | 'slack', more: Record<string, unknown>) => {
    const bodies: Record<string, unknown> = { ...PLATFORM_SITES[platform].bodies, ...more }
    vendorServer.answer((path) => (path in bodies ? json(bodies[path]) : null))
  }

  it('incident.io is read in its summary', async () => {
    await addAcme('incident-io')
    const page = { id: '01M0FQAR3NNH3ANVTQMBRD47DC', name: 'Acme' }
    const components = [{ id: '01M0FQAR3NNH3ANVTQMBRD47DD', name: 'Jobs', status: 'full_outage' }]
    serveSite('incident-io', { [SUMMARY]: { page, components, status: { indicator: 'critical' }, incidents: null } })
    await poll()
    expect(text(await acme())).toBe('its own indicator says “critical”: Jobs is in “full outage”; no outage is posted')
  })

  it('Better Stack comes with its history, and with the state of each component', async () => {
    await addAcme('betterstack')
    const resource = (id: string, public_name: string, status: string) => ({
      id,
      type: 'status_page_resource',
      attributes: { public_name, status, status_page_section_id: 7 },
    })
    const attributes = { company_name: 'Acme', aggregate_state: 'downtime', timezone: 'UTC' }
    const section = { id: '7', type: 'status_page_section', attributes: { name: 'Core' } }
    const included = [section, resource('1', 'API', 'operational'), resource('2', 'Jobs', 'downtime')]
    vendorServer.answer((path) =>
      path === '/index.json' ? json({ data: { id: '1', type: 'status_page', attributes }, included }) : null,
    )
    const sentence = 'its own indicator says “downtime”: Core / Jobs is in “downtime”; no outage is posted'
    await poll()
    expect(text(await acme())).toBe(sentence)
    await poll()
    expect(text(await acme())).toBe(sentence)
    attributes.aggregate_state = 'operational'
    included.pop()
    await poll()
    expect(text(await acme())).toBe('')
  })

  it('Slack is read beside its history', async () => {
    await addAcme('slack')
    serveSite('slack', {
      '/api/v2.0.0/current': { status: 'active', date_updated: '2026-03-01T10:00:00Z', active_incidents: [] },
    })
    await poll()
    expect(text(await acme())).toBe('its own indicator says “active”; no outage is posted')
  })
})
