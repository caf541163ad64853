import { FEWEST_DAYS } from '#lib/domain/coverage.ts'
import { STATES, type State } from '#lib/domain/incident.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { findByName } from '#lib/text/likeness.ts'

export const SORTS = ['state', 'name', 'incidents', 'downtime', 'rate', 'median', 'last'] as const
export type Sort = (typeof SORTS)[number]

/** Vendors with a problem now come first. */
const DEFAULT_SORT: Sort = 'state'

/** Which vendors to show, and in what order. Null: no filter by that field. */
export interface VendorFilter {
  q: string | null
  category: string | null
  state: State | null
  sort: Sort
  /** Counted from 1. */
  page: number
}

/** Ignores invalid values: a list of vendors is a fair answer to any question about vendors. */
export function parseVendorFilter(params: Record<string, string | string[] | undefined>): VendorFilter {
  const read = (name: string) => [params[name]].flat()[0]?.trim().slice(0, 100) || null
  const [state, sort] = [read('state'), read('sort')]
  return {
    q: read('q'),
    category: read('category'),
    state: STATES.find((known) => known === state) ?? null,
    sort: SORTS.find((known) => known === sort) ?? DEFAULT_SORT,
    page: Math.max(1, Math.min(9_999, Number.parseInt(read('page') ?? '1', 10) || 1)),
  }
}

/** The address of the filtered list of all vendors, without the parts that are not set. */
export function vendorsAddress({ q, category, state, sort, page }: VendorFilter): string {
  const query = new URLSearchParams()
  const parts = {
    category,
    page: page === 1 ? null : String(page),
    q,
    sort: sort === DEFAULT_SORT ? null : sort,
    state,
  }
  for (const [name, value] of Object.entries(parts)) {
    if (value !== null) query.set(name, value)
  }
  return query.size === 0 ? '/' : `/?${query}`
}

export function isFiltered({ q, category, state }: VendorFilter): boolean {
  return q !== null || category !== null || state !== null
}

/** Worst state first; vendors without data come last in any order. */
const STATE_ORDER = ['down', 'degraded', 'maintenance', 'up', 'unknown'] as const satisfies readonly State[]

const FIGURES = {
  incidents: (vendor) => vendor.incidentCount,
  downtime: (vendor) => vendor.downtimeSeconds,
  rate: rateOf,
  median: medianOf,
  last: (vendor) => vendor.lastIncidentAt?.getTime() ?? null,
} satisfies Partial<Record<Sort, (vendor: Sortable) => number | null>>

/** What the list is filtered and sorted by. */
type Sortable = Pick<
  VendorSummary,
  | 'slug'
  | 'name'
  | 'category'
  | 'state'
  | 'incidentCount'
  | 'downtimeSeconds'
  | 'incidentsPerMonth'
  | 'medianDurationSeconds'
  | 'knownDays'
  | 'lastIncidentAt'
>

/** Outages per month; null where too few days are known for a rate. */
export function rateOf({ incidentsPerMonth, knownDays }: Sortable): number | null {
  return knownDays < FEWEST_DAYS ? null : incidentsPerMonth
}

/** Seconds; null where too few days are known for a rank. */
export function medianOf({ medianDurationSeconds, knownDays }: Sortable): number | null {
  return knownDays < FEWEST_DAYS ? null : medianDurationSeconds
}

/** The text that a name typed into the form is matched against. */
export function searchedName({ name, slug }: Pick<VendorSummary, 'name' | 'slug'>): string {
  return `${name} ${slug}`.toLowerCase()
}

export function filterVendors<V extends Sortable>(vendors: V[], { q, category, state, sort }: VendorFilter): V[] {
  return (
    findByName(q ?? '', vendors, searchedName)
      .filter((vendor) => category === null || vendor.category === category)
      .filter((vendor) => state === null || vendor.state === state)
      // What is in order already costs one comparison a vendor, and comparing names takes the longest.
      .sort((a, b) => byName.compare(a.name, b.name))
      .sort((a, b) => compare(a, b, sort))
  )
}

/** `localeCompare` makes one for each comparison: ten thousand vendors take a tenth of the time. */
const byName = new Intl.Collator('en')

function compare(a: Sortable, b: Sortable, sort: Sort): number {
  switch (sort) {
    case 'name':
      return 0
    case 'state':
      return STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state)
    default: {
      const [left, right] = [FIGURES[sort](a), FIGURES[sort](b)]
      if (left === null || right === null) return Number(left === null) - Number(right === null)
      return right - left
    }
  }
}
