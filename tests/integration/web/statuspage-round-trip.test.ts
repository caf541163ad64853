import { globSync, readFileSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GET } from '#app/vendors/[vendor]/api/v2/[...path]/route.ts'
import type { ParsedComponent, ParsedDocument, ParsedIncident, Platform } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { toSecond } from '#lib/domain/instant.ts'
import { deriveSpan, spanAt } from '#lib/domain/span.ts'
import { listIncidents } from '#lib/queries/incidents.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { findScope } from '#lib/queries/scope.ts'
import { componentLabel } from '#lib/text/indicator.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { isFull } from '#tests/support/full.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { PLATFORM_SITES } from '#tests/support/platforms/platform-sites.ts'
import { hasShared, sharedPath } from '#tests/support/shared.ts'
import { SERVED } from '#tests/unit/adapters/fixture-table.ts'
import { documentOf } from '#tests/unit/adapters/test-adapter.ts'

ownDatabase()

const READ_AT = '2026-09-01T00:00Z'
const SITE = 'https://status.vendor.example'

/** What the API of a vendor says at an address, as our own adapter understands it. */
async function read(vendor: string, path: string): Promise<ParsedDocument> {
  const url = `http://localhost/vendors/${vendor}/api/v2/${path}`
  const answer = await GET(new Request(url), { params: Promise.resolve({ vendor, path: path.split('/') }) })
  expect(answer.status, path).toBe(200)
  const parsed = statuspage.parse(documentOf(await answer.text(), { url }))
  expect(parsed.warnings).toEqual([])
  expect(parsed.quarantined).toEqual([])
  return parsed
}

/** Everything that counts of a vendor, as the site's own API lists it. */
async function listAll(vendor: string, now: Date): Promise<IncidentView[]> {
  const incidents: IncidentView[] = []
  for (const kind of ['incident', 'maintenance'] as const) {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const filter = { ...parseHistoryFilter({ window: 'all', kind, limit: '100' }, now), cursor: cursor ?? null }
      const page = await listIncidents(await findScope(vendor, filter, now))
      incidents.push(...page.incidents)
      cursor = page.nextCursor
    }
  }
  return incidents
}

/** What Statuspage has a form for. */
const hasForm = ({ startedAt, durationBasis }: IncidentView) => startedAt !== null && durationBasis !== 'unclear'

/** An incident of the site's API in the words in which the adapter tells one. */
function expected(incident: IncidentView) {
  const updates = incident.updates.filter(({ withdrawnAt }) => withdrawnAt === null)
  return {
    id: incident.id,
    kind: incident.kind,
    title: incident.title,
    impact: incident.kind === 'maintenance' ? 'none' : incident.impact,
    startedAt: incident.startedAt,
    ...endOf(incident, updates),
    scheduledUntil: incident.kind === 'maintenance' ? incident.scheduledUntil : null,
    components: incident.components.toSorted(),
    updates: updates.map(({ postedAt }) => postedAt.toISOString()).toSorted(),
  }
}

/** Stated with an end at its start and later updates, an incident lasted at least until the last of them, as our adapter reads it. */
function endOf({ startedAt, endedAt, durationBasis }: IncidentView, updates: IncidentView['updates']) {
  const last = updates.at(-1)?.postedAt ?? null
  const isLater = last !== null && startedAt !== null && last.getTime() - startedAt.getTime() >= 60_000
  if (durationBasis === 'reported' && endedAt?.getTime() === startedAt?.getTime() && isLater)
    return { endedAt: toSecond(last), basis: 'seen' }
  return { endedAt, basis: durationBasis }
}

function told(incident: ParsedIncident, components: ReadonlyMap<string, string>, now: Date) {
  const { startedAt, endedAt, basis } = spanAt(deriveSpan(incident), now)
  return {
    id: incident.externalId,
    kind: incident.kind,
    title: incident.title,
    impact: incident.impact,
    startedAt,
    endedAt,
    basis,
    scheduledUntil: incident.scheduledUntil,
    components: incident.components.map(({ externalId }) => components.get(externalId)).toSorted(),
    updates: incident.updates.map(({ postedAt }) => postedAt.toISOString()).toSorted(),
  }
}

function labels(components: readonly ParsedComponent[]): Map<string, string> {
  return new Map(components.map((component) => [component.externalId, componentLabel(component)]))
}

/** Compares each incident and maintenance at its own address, and the newest of each kind in the lists. */
async function expectRoundTrip(vendor: string): Promise<number> {
  const now = new Date()
  const names = labels((await read(vendor, 'components.json')).components)
  const all = (await listAll(vendor, now)).filter(hasForm)
  // Beside the lists, some at their own addresses, among them those that are too old for the lists.
  for (const incident of isFull ? all : [...all.slice(0, 2), ...all.slice(-2)]) {
    const { incidents } = await read(vendor, `incidents/${incident.id}.json`)
    expect(incidents.map((one) => told(one, names, now))).toEqual([expected(incident)])
  }
  for (const [kind, path] of [
    ['incident', 'incidents.json'],
    ['maintenance', 'scheduled-maintenances.json'],
  ] as const) {
    const listed = (await read(vendor, path)).incidents
    const newest = all.filter((incident) => incident.kind === kind).slice(0, 50)
    expect(listed.map((one) => told(one, names, now))).toEqual(newest.map(expected))
  }
  return all.length
}

describe('what the API of a vendor says is what the site knows', () => {
  it.each(Object.entries(PLATFORM_SITES))('of a vendor on %s', async (name, { bodies, html = '' }) => {
    const platform = name as Platform
    const adapter = getAdapter(platform)
    for (const [path, body] of Object.entries({ ...bodies, '/': `<!doctype html><html><body>${html}</body></html>` })) {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const url = new URL(path, SITE).href
      try {
        adapter?.parse(documentOf(text, { url }))
      } catch {
        continue
      }
      await ingest(text, { vendor: platform, platform, url: SITE, from: url, readAt: READ_AT })
    }
    expect(await expectRoundTrip(platform)).toBeGreaterThan(0)
  })
})

describe.skipIf(!hasShared)('and of real bodies', () => {
  const root = sharedPath('fixtures')
  const files = globSync(`${root}/**/*.{json,atom,rss,xml}`)
    .map((path) => relative(root, path))
    .filter((name) => !name.startsWith('wild/'))
    .flatMap((name) => {
      const rule = SERVED.find(({ files, documents }) => documents === undefined && files.test(name))
      return rule === undefined ? [] : [{ name, platform: rule.platform, size: statSync(`${root}/${name}`).size }]
    })
    .sort((a, b) => a.size - b.size)
  /** The smallest of each platform, and those that were collected because something in them is unusual. */
  const chosen = files.filter(
    ({ name, platform }) => name.includes('/cases/') || name === files.find((one) => one.platform === platform)?.name,
  )
  it.each(isFull ? files : chosen)('$name', async ({ name, platform }) => {
    const vendor = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
    await ingest(readFileSync(`${root}/${name}`), { vendor, platform, url: SITE, readAt: READ_AT })
    await expectRoundTrip(vendor)
  })
})
