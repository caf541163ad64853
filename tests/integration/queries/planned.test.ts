import { expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { countPlanned, listPlanned } from '#lib/queries/incident/planned.ts'
import { getStack } from '#lib/queries/stack.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const URL = 'https://status.acme.example'
const NOW = at('2026-03-02T00:00Z')
const kinds = ['incident', 'maintenance', 'notice'] as const

ownDatabase({ emptied: true })

const plan = (id: string, from: string, until: string | null, over: Partial<ParsedIncident> = {}) =>
  anIncident(id, {
    kind: 'maintenance',
    status: 'scheduled',
    impact: 'none',
    statedStartedAt: null,
    statedEndedAt: null,
    scheduledFrom: at(from),
    scheduledUntil: until === null ? null : at(until),
    updates: [anUpdate(`${id}-1`, { status: 'scheduled', postedAt: at('2026-03-01T12:00Z') })],
    ...over,
  })
const read = (incidents: ParsedIncident[], readAt: Date | string | null, vendor = 'acme') =>
  ingest(aDocument(incidents, { completeness: 'whole', kinds: [...kinds] }), { vendor, url: URL, readAt })
/** As of then, looked at a week later. */
const everywhere = (asOf: Date) => ({ vendorIds: null, asOf, now: at('2026-03-09T00:00Z') })
const ids = (planned: { externalId: string }[]) => planned.map(({ externalId }) => externalId)

it('what is announced is listed, the soonest first, with its plan, and counts in nothing until it starts', async () => {
  await read(
    [
      plan('later', '2026-03-09T10:00Z', null),
      plan('soon', '2026-03-03T10:00Z', '2026-03-03T12:00Z'),
      plan('running', '2026-03-01T23:00Z', '2026-03-02T02:00Z', { status: 'in_progress' }),
      plan('notice', '2026-03-05T10:00Z', null, { kind: 'notice', updates: [] }),
    ],
    NOW,
  )
  for (const kind of ['incident', 'maintenance', 'all'] as const) {
    const vendor = await getVendor('acme', { ...parseHistoryFilter({}, NOW), kind }, NOW)
    expect(ids(vendor?.planned ?? [])).toEqual(['soon', 'notice', 'later'])
    expect(vendor?.history.incidentCount).toBe(kind === 'incident' ? 0 : 1)
    expect(vendor?.history.downtimeSeconds).toBe(kind === 'incident' ? 0 : 3600)
  }
  const [soon] = await listPlanned(everywhere(NOW), 1)
  expect(soon).toMatchObject({
    durationBasis: 'planned',
    startedAt: at('2026-03-03T10:00Z'),
    scheduledUntil: at('2026-03-03T12:00Z'),
    endedAt: null,
    durationSeconds: null,
  })
  expect(await countPlanned(everywhere(NOW))).toBe(3)
  // An hour into the first, it is no longer planned but counted.
  const during = at('2026-03-03T11:00Z')
  const vendor = await getVendor('acme', { ...parseHistoryFilter({}, during), kind: 'maintenance' }, during)
  expect(ids(vendor?.planned ?? [])).toEqual(['notice', 'later'])
  expect(vendor?.history.incidentCount).toBe(2)
})

it('a plan is known from its announcement on, and no longer once it is withdrawn', async () => {
  await read([plan('a', '2026-03-09T10:00Z', '2026-03-09T12:00Z')], NOW)
  expect(ids(await listPlanned(everywhere(at('2026-03-01T11:59Z')), 9))).toEqual([])
  expect(ids(await listPlanned(everywhere(at('2026-03-01T12:00Z')), 9))).toEqual(['a'])
  await read([], '2026-03-02T01:00Z')
  await read([], '2026-03-02T02:00Z')
  expect(ids(await listPlanned(everywhere(at('2026-03-02T03:00Z')), 9))).toEqual([])
})

it('a stack has the plans of all its vendors', async () => {
  await read([plan('a', '2026-03-09T10:00Z', null)], NOW, 'acme')
  await read([plan('b', '2026-03-08T10:00Z', null)], NOW, 'beta')
  const { stack } = await getStack(['acme', 'beta'], parseHistoryFilter({}, NOW), NOW)
  expect(stack.vendors.map(({ planned }) => ids(planned))).toEqual([['a'], ['b']])
})

it('an outage that a document without a read time dates ahead of our clock is listed with its posted time', async () => {
  const start = '2026-03-02T00:03Z'
  const updates = [anUpdate('u', { status: 'investigating', postedAt: at(start) })]
  await read([anIncident('ahead', { statedStartedAt: null, statedEndedAt: null, status: null, updates })], null)
  const [listed] = await listPlanned({ ...everywhere(NOW), now: NOW }, 9)
  expect(listed).toMatchObject({ externalId: 'ahead', kind: 'incident', startedAt: at(start) })
  const vendor = await getVendor('acme', parseHistoryFilter({}, NOW), NOW)
  expect(vendor?.history.incidentCount).toBe(0)
  // Of a moment that is past, nobody could say so then.
  expect(await listPlanned(everywhere(NOW), 9)).toEqual([])
})
