import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadVendorList } from '#app/vendor-list.ts'
import { filterVendors, parseVendorFilter, SORTS } from '#components/vendors/vendor-filter.ts'
import { pool } from '#lib/database/client.ts'
import { STATES } from '#lib/domain/incident.ts'
import { refreshVendorFigures } from '#lib/incidents/vendor-figures.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { listVendorBriefs } from '#lib/queries/vendor/list-briefs.ts'
import { listVendorSummaries } from '#lib/queries/vendors.ts'
import { MAX_LISTED, VENDORS_OF_PAGE } from '#lib/url/vendor-choice.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'
import { fillDatabase } from '#tools/bench/scale/fill.ts'

const NOW = new Date('2026-06-01T00:00Z')
const VENDORS = MAX_LISTED + 20

let drop: () => Promise<void>
let all: VendorSummary[]
beforeAll(async () => {
  drop = await useTestDatabase()
  await fillDatabase({ vendors: VENDORS, incidents: 3_000, largest: null, end: NOW }, () => {})
  // Some were read too long ago, one never; some say of themselves what they post nothing of; one has a second source.
  await pool().query("update sources set last_good_read_at = '2026-05-20' where id % 10 = 0")
  await pool().query('delete from coverage where source_id % 10 = 0 or source_id = 7')
  await pool().query('update sources set last_good_read_at = null where id = 7')
  await pool().query("update sources set indicator = 'major' where id % 9 = 0")
  await pool().query(
    "insert into sources (vendor_id, key, platform, origin, last_good_read_at) values (5, 'pushed', 'feed', 'import', now())",
  )
  all = await listVendorSummaries({ asOf: NOW })
  expect(await refreshVendorFigures(NOW)).toBe(VENDORS)
})
afterAll(() => drop())

const FIELDS = ['slug', 'category', 'state', 'pageStatus', 'isSample', 'checkedAt'] as const
const FIGURES = [
  'incidentCount',
  'downtimeSeconds',
  'incidentsPerMonth',
  'medianDurationSeconds',
  'knownDays',
  'lastIncidentAt',
] as const
const only = (fields: readonly (keyof VendorSummary)[]) => (vendor: Partial<VendorSummary>) =>
  fields.map((field) => vendor[field])
const bySlug = (a: { slug: string }, b: { slug: string }) => (a.slug < b.slug ? -1 : 1)
const filterOf = (query: string) => parseVendorFilter(Object.fromEntries(new URLSearchParams(query)))

describe('the list of very many vendors', () => {
  it('has the states of the vendors’ own pages', async () => {
    const briefs = await listVendorBriefs(NOW)
    expect(new Set(briefs.map(({ state }) => state))).toEqual(new Set(STATES))
    expect(briefs.sort(bySlug).map(only(FIELDS))).toEqual(all.toSorted(bySlug).map(only(FIELDS)))
  })

  it('is sorted by figures that the worker computes as pages do, once an hour', async () => {
    const briefs = await listVendorBriefs(NOW)
    expect(briefs.sort(bySlug).map(only(FIGURES))).toEqual(all.toSorted(bySlug).map(only(FIGURES)))
    expect(await refreshVendorFigures(new Date(NOW.getTime() + 3_500_000))).toBe(0)
    await pool().query("update vendor_figures set computed_at = '2026-05-31' where vendor_id <= 7")
    expect(await refreshVendorFigures(NOW)).toBe(7)
  })

  it.each([
    ...SORTS.map((sort) => `sort=${sort}`),
    'state=degraded',
    'category=Cloud&sort=name',
    'q=vendor+1',
    'q=vednor+12',
  ])('comes in pages that together are the whole, under %s', async (query) => {
    const filter = filterOf(query)
    const expected = filterVendors(all, filter)
    const first = await loadVendorList(filter, NOW)
    expect(first).toMatchObject({ found: expected.length, pages: Math.ceil(expected.length / VENDORS_OF_PAGE) })
    const rest = await Promise.all(
      Array.from({ length: first.pages }, (_, page) => loadVendorList({ ...filter, page: page + 1 }, NOW)),
    )
    expect(rest.flatMap(({ shown }) => shown).map(({ slug }) => slug)).toEqual(expected.map(({ slug }) => slug))
  })

  it('has an empty page beyond its last', async () => {
    expect(await loadVendorList(filterOf('page=99'), NOW)).toMatchObject({ shown: [], found: VENDORS, pages: 4 })
    expect(filterOf('page=-1').page).toBe(1)
    expect(filterOf('page=x').page).toBe(1)
  })
})

it('fewer vendors come on one page, and are sorted by what it shows', async () => {
  await pool().query('delete from vendors where id > $1', [MAX_LISTED])
  expect(await refreshVendorFigures(new Date(NOW.getTime() + 9_000_000))).toBe(0)
  const list = await loadVendorList(filterOf('sort=downtime'), NOW)
  expect(list).toMatchObject({ found: MAX_LISTED, pages: 1 })
  expect(list.shown.length).toBe(MAX_LISTED)
})
