import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadVendorList } from '#app/vendor-list.ts'
import { filterVendors, parseVendorFilter, SORTS } from '#components/vendors/vendor-filter.ts'
import { db, pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { STATES } from '#lib/domain/incident.ts'
import { refreshVendorFigures } from '#lib/incidents/vendor-figures.ts'
import { endsAfter, isOneOf } from '#lib/queries/incident-filter.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { listVendorsLike } from '#lib/queries/search.ts'
import { listVendorBriefs } from '#lib/queries/vendor/list-briefs.ts'
import { listUnclear } from '#lib/queries/vendor/vendor-facts.ts'
import { listVendorSummaries } from '#lib/queries/vendors.ts'
import { MAX_LISTED, VENDORS_OF_PAGE } from '#lib/url/vendor-choice.ts'
import { Prisma } from '#prisma/client/client.ts'
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

  it('is computed beside an ingest, which holds the rows of its vendors', async () => {
    await pool().query("update vendor_figures set computed_at = '2026-05-31' where vendor_id <= 7")
    await inTransaction(async (tx) => {
      await tx.query<never>('select from vendors where id = 3 for key share')
      expect(await refreshVendorFigures(NOW)).toBe(7)
    })
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

it.each(['vendor 12', 'vednor 31', 'database outage of vendor 31', 'what broke vendor 7 in May', 'kafka', 'vendor'])(
  'vendors like %j are those whose names are, of all of them',
  async (q) => {
    const { rows } = await pool().query(
      `select slug, name from vendors
       where name ilike '%' || $1 || '%' or name % $1 or word_similarity(name, $1) >= 0.5
       order by greatest(similarity(name, $1), word_similarity(name, $1)) desc, name limit 8`,
      [q],
    )
    expect(await listVendorsLike(q)).toEqual(rows)
  },
)

it('an outage that began before the window counts where it ends in it, at its begin, or not at all', async () => {
  const from = new Date('2024-06-01T00:00Z')
  for (const [n, end] of ['2024-05-31T23:59:59.999Z', '2024-06-01T00:00Z', '2024-06-01T00:00:00.001Z', null].entries())
    await pool().query(
      `update incidents set started_at = '2024-05-01', sort_at = '2024-05-01', ended_at = $2::timestamptz,
         basis = case when $2::timestamptz is null then 'ongoing' else 'reported' end::duration_basis
       where id = (select min(id) + $1 from incidents where vendor_id = 3)`,
      [n, end],
    )
  const { rows } = await pool().query(
    `select (sort_at >= $1 or ended_at >= $1 or basis = 'ongoing') is true as "isMeant", public_id as id from incidents order by incidents.id`,
    [from],
  )
  const found = await db().$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT i.public_id AS id FROM incidents i WHERE i.sort_at >= ${from} OR ${isOneOf(endsAfter(from))} ORDER BY i.id`,
  )
  expect(found.map(({ id }) => id)).toEqual(rows.filter(({ isMeant }) => isMeant).map(({ id }) => id))
})

it('a vendor is unclear where the newest item of its primary source was not understood', async () => {
  await pool().query(
    `update incidents set basis = 'unclear' where id in (
       select distinct on (vendor_id) id from incidents where vendor_id % 13 in (0, 5) order by vendor_id, sort_at desc, id desc)`,
  )
  // Of one vendor it is another source's, and an old one of its own source was not understood either.
  await pool().query(
    "update incidents set basis = 'unclear' where id = (select id from incidents where vendor_id = 5 order by sort_at, id limit 1)",
  )
  await pool().query(
    "update incidents set source_id = (select id from sources where key = 'pushed') where id = (select id from incidents where vendor_id = 5 order by sort_at desc, id desc limit 1)",
  )
  for (const asOf of [NOW, new Date('2024-01-01T00:00Z')]) {
    const { rows } = await pool().query(
      `select v.id from vendors v where (
         select i.basis from incidents i join sources s on s.id = i.source_id and s.is_primary
         where i.vendor_id = v.id and i.sort_at <= $1 order by i.sort_at desc, (i.basis = 'unclear') desc limit 1) = 'unclear' order by id`,
      [asOf],
    )
    const ids: number[] = rows.map(({ id }) => id)
    const sorted = (found: ReadonlySet<number>) => [...found].sort((a, b) => a - b)
    expect(sorted(await listUnclear(null, asOf))).toEqual(ids)
    expect(sorted(await listUnclear([5, 13, 26, 27], asOf))).toEqual(ids.filter((id) => [5, 13, 26, 27].includes(id)))
    if (asOf === NOW) expect(ids.length).toBeGreaterThan(20)
  }
})
