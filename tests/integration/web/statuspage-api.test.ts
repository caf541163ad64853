import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Statuspage } from 'statuspage.io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET } from '#app/vendors/[vendor]/api/v2/[...path]/route.ts'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'
import { getEnv } from '#lib/env.ts'
import { statuspageBodies } from '#lib/queries/statuspage-schemas.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { isFull } from '#tests/support/full.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'
import { type FakePage, page, type Served, serve } from './served.ts'

const MINUTE_MS = 60_000
const now = Date.now()
const ago = (minutes: number) => new Date(now - minutes * MINUTE_MS)
const later = (minutes: number) => ago(-minutes)
const component = (name: string, group: string | null, sourceStatus: string | null = null) => ({
  externalId: `${group} ${name}`,
  name,
  group,
  sourceStatus,
  from: null,
  to: null,
})
const API = component('API', 'Europe')

let drop: () => Promise<void>
let site: Served

beforeAll(async () => {
  drop = await useTestDatabase()
  const read = (vendor: string, readAt: Date, incidents = [anIncident('past')]) =>
    ingest(
      aDocument(incidents, {
        completeness: 'whole',
        kinds: ['incident', 'maintenance', 'notice'],
        components: [API, component('Web', null)],
      }),
      { vendor, platform: 'archive', url: `https://status.${vendor}.example`, readAt },
    )
  const open: Partial<ParsedIncident> = { status: 'identified', statedEndedAt: null, components: [API] }
  const plan: Partial<ParsedIncident> = {
    kind: 'maintenance',
    status: 'scheduled',
    statedStartedAt: null,
    statedEndedAt: null,
  }
  await read('acme', ago(0), [
    anIncident('past', { impact: 'unknown' }),
    anIncident('open', {
      ...open,
      title: 'Slow <b>API</b>',
      impact: 'major',
      statedStartedAt: ago(30),
      updates: [
        anUpdate('1', {
          status: 'investigating',
          postedAt: ago(30),
          body: 'See **[this](https://e.example/)**',
          format: 'markdown',
        }),
        anUpdate('2', { status: null, postedAt: ago(20), body: 'Pages with <script> fail.' }),
        anUpdate('3', { status: 'identified', postedAt: ago(10) }),
      ],
    }),
    anIncident('planned', { ...plan, scheduledFrom: later(60), scheduledUntil: later(120), updates: [] }),
    anIncident('running', {
      ...plan,
      status: 'in_progress',
      scheduledFrom: ago(10),
      scheduledUntil: later(60),
      updates: [anUpdate('4', { status: 'in_progress', postedAt: ago(9) })],
    }),
    anIncident('told', { ...open, kind: 'notice', statedStartedAt: ago(5), updates: [] }),
  ])
  await read('quiet', ago(0))
  await read('stale', ago(24 * 60))
  await pool().query(
    `insert into vendor_aliases (slug, vendor_id) select 'former', id from vendors where slug = 'acme'`,
  )
  site = await serve({ pages: new Proxy({}, { get: (_, path) => routeTo(String(path)) }) })
})
afterAll(async () => {
  await site?.close()
  await drop()
})

const ADDRESS = /^\/vendors\/([^/]+)\/api\/v2\/(.+)$/

/** The route as Next would ask it; any other address is a page. */
function routeTo(address: string): FakePage {
  const [, vendor, path] = ADDRESS.exec(address) ?? []
  if (vendor === undefined || path === undefined) return page('<h1>A page</h1>')
  return async (_request, response) => {
    const request = new Request(`http://outages.example${address}`)
    const answer = await GET(request, { params: Promise.resolve({ vendor, path: path.split('/') }) })
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  }
}

const get = (vendor: string, path: string, headers: Record<string, string> = {}) =>
  site.get(`/vendors/${vendor}/api/v2/${path}`, headers)
const json = async (vendor: string, path: string) => JSON.parse((await get(vendor, path)).text)

/** JSON has instants as text. */
const withDates = (text: string) =>
  JSON.parse(text, (_, value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? new Date(value) : value,
  )

describe('each address', () => {
  it.each([
    ['summary.json', 'summary'],
    ['status.json', 'status'],
    ['components.json', 'components'],
    ['incidents.json', 'incidents'],
    ['incidents/unresolved.json', 'incidents'],
    ['scheduled-maintenances.json', 'maintenances'],
    ['scheduled-maintenances/upcoming.json', 'maintenances'],
    ['scheduled-maintenances/active.json', 'maintenances'],
  ] as const)(
    '%s answers as its schema says, from the cache, with an ETag, to HEAD and to a client that has it',
    async (path, body) => {
      const { status, headers, text } = await get('acme', path)
      expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
      expect(statuspageBodies[body].strict().parse(withDates(text))).toBeTruthy()
      expect((await get('acme', path, { 'if-none-match': String(headers.etag) })).status).toBe(304)
      const head = await site.send(`/vendors/acme/api/v2/${path}`, { method: 'HEAD' })
      expect([head.status, head.text, head.headers.etag]).toEqual([200, '', headers.etag])
      expect((await get('acme', `${path}?page=2`)).text).toBe(text)
      expect(headers['access-control-allow-origin']).toBe('*')
      const preflight = await site.send(`/vendors/acme/api/v2/${path}`, { method: 'OPTIONS' })
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, '*'])
    },
  )

  it('lists what is open, planned and over where Statuspage does, and no notice', async () => {
    const names = async (path: string, list: string) =>
      (await json('acme', path))[list].map(({ name, status }: { name: string; status: string }) => [name, status])
    const open = ['Slow <b>API</b>', 'identified']
    const running = ['Incident running', 'in_progress']
    const planned = ['Incident planned', 'scheduled']
    expect(await names('incidents.json', 'incidents')).toEqual([open, ['Incident past', 'resolved']])
    expect(await names('incidents/unresolved.json', 'incidents')).toEqual([open])
    expect(await names('scheduled-maintenances.json', 'scheduled_maintenances')).toEqual([planned, running])
    expect(await names('scheduled-maintenances/upcoming.json', 'scheduled_maintenances')).toEqual([planned])
    expect(await names('scheduled-maintenances/active.json', 'scheduled_maintenances')).toEqual([running])
    expect(await names('summary.json', 'incidents')).toEqual([open])
    expect(await names('summary.json', 'scheduled_maintenances')).toEqual([planned, running])
  })

  it('says how bad it is, and null where the vendor has not said', async () => {
    const { status, components } = await json('acme', 'summary.json')
    expect(status).toEqual({ indicator: 'major', description: 'Partial System Outage' })
    const parts = components.map((part: { name: string; status: string; group: boolean }) => [
      part.name,
      part.status,
      part.group,
    ])
    expect(parts).toEqual([
      ['Europe', 'partial_outage', true],
      ['API', 'partial_outage', false],
      ['Web', 'operational', false],
    ])
    const { incidents } = await json('acme', 'incidents.json')
    expect(incidents.map(({ impact }: { impact: string | null }) => impact)).toEqual(['major', null])
    expect((await json('quiet', 'status.json')).status).toEqual({
      indicator: 'none',
      description: 'All Systems Operational',
    })
  })

  it('gives updates the status of the one before where they have none, and plain text', async () => {
    const [{ id, incident_updates }] = (await json('acme', 'incidents.json')).incidents
    const updates = incident_updates.map(({ status, body }: { status: string; body: string }) => [status, body])
    expect(updates).toEqual([
      ['identified', 'Text of 3.'],
      ['investigating', 'Pages with <script> fail.'],
      ['investigating', 'See this (https://e.example/)'],
    ])
    const single = await json('acme', `incidents/${id}.json`)
    expect(single.incident.incident_updates).toEqual(incident_updates)
  })
})

it('each answer names its description and explanation, from the cache too, and an error as well', async () => {
  const { PUBLIC_URL } = getEnv()
  const link = `<${PUBLIC_URL}/api/v1/openapi.json>; rel="service-desc", <${PUBLIC_URL}/developers#statuspage>; rel="service-doc"`
  for (const [vendor, path] of [
    ['acme', 'summary.json'],
    ['acme', 'summary.json'],
    ['stale', 'status.json'],
    ['nobody', 'status.json'],
  ] as const)
    expect([vendor, (await get(vendor, path)).headers.link]).toEqual([vendor, link])
})

describe('a vendor whose state is not known', () => {
  it.each(['status.json', 'summary.json'])(
    'answers %s by 503 with Retry-After, each time, and other pages stay',
    async (path) => {
      for (let times = 0; times < 2; times += 1) {
        const { status, headers, text } = await get('stale', path)
        expect([status, headers['retry-after'], headers['cache-control']]).toEqual([503, '300', 'no-store'])
        expect(JSON.parse(text)).toEqual({
          error: expect.stringMatching(/^The present state of stale is not known: what is known is as of /),
        })
        expect((await site.get('/vendors/quiet')).headers.warning).toBeUndefined()
      }
    },
  )

  it('says of no component how it is', async () => {
    const { components } = await json('stale', 'components.json')
    expect(components.map(({ status }: { status: string | null }) => status)).toEqual([null, null, null])
    expect((await json('stale', 'incidents.json')).incidents).toHaveLength(1)
  })
})

describe('an address that has nothing', () => {
  it.each([
    ['nobody', 'summary.json', 'There is no vendor "nobody".'],
    ['acme', 'nothing.json', 'Statuspage has no such address.'],
    ['acme', 'incidents/0123456789ab.json', 'acme has no incident or maintenance with this id.'],
    ['acme', 'incidents/no-id.json', 'acme has no incident or maintenance with this id.'],
  ])('%s %s: 404 in its own form', async (vendor, path, error) => {
    const { status, text } = await get(vendor, path)
    expect([status, JSON.parse(text)]).toEqual([404, { error }])
  })

  it('a former name leads to the present one, and an incident to its vendor', async () => {
    const [{ id }] = (await json('acme', 'incidents.json')).incidents
    const locations = await Promise.all(
      [get('former', 'summary.json'), get('former', `incidents/${id}.json`), get('quiet', `incidents/${id}.json`)].map(
        async (reply) => [(await reply).status, (await reply).headers.location],
      ),
    )
    const own = `${getEnv().PUBLIC_URL}/vendors/acme/api/v2`
    expect(locations).toEqual([
      [308, `${own}/summary.json`],
      [308, `${own}/incidents/${id}.json`],
      [308, `${own}/incidents/${id}.json`],
    ])
  })
})

describe('published clients', () => {
  it('statuspage.io reads every address', async () => {
    const { api, setApiUrl } = clientOf('acme')
    setApiUrl(`${site.origin}/vendors/acme`)
    const { page, status, incidents, scheduled_maintenances } = await api.getSummary()
    expect([page.name, status.indicator, incidents.length, scheduled_maintenances.length]).toEqual([
      'acme',
      'major',
      1,
      2,
    ])
    expect((await api.getStatus()).status.indicator).toBe('major')
    expect((await api.getComponents()).components).toHaveLength(3)
    expect((await api.incidents.getAll()).incidents).toHaveLength(2)
    expect((await api.incidents.getUnresolved()).incidents[0]?.name).toBe('Slow <b>API</b>')
    // It asks for the upcoming ones, whichever it is asked for.
    expect((await api.scheduledMaintenances.getAll()).scheduled_maintenances).toHaveLength(1)
    expect((await api.scheduledMaintenances.getUpcoming()).scheduled_maintenances[0]?.status).toBe('scheduled')
  })

  it('statuspage.io rejects a state that is not known', async () => {
    const { api, setApiUrl } = clientOf('stale')
    setApiUrl(`${site.origin}/vendors/stale`)
    await expect(api.getStatus()).rejects.toThrow('503')
  })

  // It brings an undici with known holes, so it is installed for this test alone.
  it.skipIf(!isFull)('@aero/statuspage reads every address', { timeout: 120_000 }, async () => {
    const run = promisify(execFile)
    const folder = await mkdtemp(join(tmpdir(), 'outage-history-client-'))
    await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '@aero/statuspage@1.1.0'])
    const program = join(import.meta.dirname, '..', '..', 'support', 'processes', 'aero-client.ts')
    const { stdout } = await run(process.execPath, [program, `${site.origin}/vendors/acme`, folder])
    await rm(folder, { recursive: true })
    expect(JSON.parse(stdout)).toEqual({
      page: 'acme',
      status: 'Partial System Outage',
      indicator: 'major',
      components: [
        ['Europe', 1],
        ['Web', 0],
      ],
      incidents: [
        ['major', 3],
        [null, 1],
      ],
      unresolved: 1,
      active: ['in_progress'],
      upcoming: ['scheduled'],
    })
  })
})

function clientOf(vendor: string) {
  const client = new Statuspage(vendor)
  return { api: client.api, setApiUrl: (url: string) => client.setApiUrl(url) }
}
