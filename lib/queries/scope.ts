import { queryRows } from '#lib/database/client.ts'
import { parseWindow, type Window } from '#lib/domain/window.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { Prisma, type Vendor } from '#prisma/client/client.ts'
import { createPastLoader, type PastLoader } from './incident/past-outages.ts'
import { createReachLoader, type LoadReach } from './reach.ts'

/** The vendors of a query, by current slug; null for all. */
export type Whose = string | readonly string[] | null

export type VendorRow = Vendor

/** Columns of `VendorRow` from `vendors v`. */
export const vendorColumns = Prisma.sql`
  v.id, v.key, v.slug, v.name, v.website_url AS "websiteUrl", v.category, v.paused_at AS "pausedAt", v.created_at AS "createdAt"`

/** The vendor with this current slug; null when there is none. */
export async function findVendorRow(slug: string): Promise<VendorRow | null> {
  const [row] = await queryRows<VendorRow[]>(Prisma.sql`SELECT ${vendorColumns} FROM vendors v WHERE v.slug = ${slug}`)
  return row ?? null
}

/** The vendors and the window of a request, resolved once and passed on to every query. */
export interface Scope {
  /** Row ids; null for all vendors. */
  vendorIds: readonly number[] | null
  filter: HistoryFilter
  window: Window
  /** The end of the history: the filter's, or now. */
  asOf: Date
  now: Date
  /** How far sources were read: once for all that one request asks for. */
  loadReach: LoadReach
  /** What is expected of open outages rests on these, read once likewise. */
  past: PastLoader
  /** With what is planned after the window, and what was withdrawn or corrected away, for subscribers who have read of it. */
  forSubscribers?: boolean
}

/** The scope of these vendors; unknown ones are left out. Throws InvalidInputError for an impossible window. */
export async function findScope(whose: Whose, filter: HistoryFilter, now: Date): Promise<Scope> {
  return await scopeOf(await findVendorIds(whose), filter, now)
}

/** The same for vendors that were already looked up. */
export async function scopeOf(vendorIds: Scope['vendorIds'], filter: HistoryFilter, now: Date): Promise<Scope> {
  const window = await resolveWindow(vendorIds, filter, now)
  return {
    vendorIds,
    filter,
    window,
    asOf: filter.asOf ?? now,
    now,
    loadReach: createReachLoader(),
    past: createPastLoader(),
  }
}

/** The row ids of the existing ones; null for all vendors. */
async function findVendorIds(whose: Whose): Promise<number[] | null> {
  if (whose === null) return null
  const vendors = await queryRows<{ id: number }[]>(
    Prisma.sql`SELECT id FROM vendors WHERE slug = ANY(${[whose].flat()}::text[])`,
  )
  return vendors.map(({ id }) => id)
}

/** A condition on the vendor's column, by default of `incidents i`. A single vendor is compared by equality, so that its history's index also gives the order. */
export function ofVendors(vendorIds: readonly number[] | null, column = Prisma.sql`i.vendor_id`): Prisma.Sql {
  if (vendorIds === null) return Prisma.sql`TRUE`
  if (vendorIds.length === 1) return Prisma.sql`${column} = ${vendorIds[0]}`
  return Prisma.sql`${column} = ANY(${vendorIds})`
}

/** The filter's window for these vendors: `all` begins at their first covered or first known instant. */
async function resolveWindow(vendorIds: readonly number[] | null, filter: HistoryFilter, now: Date): Promise<Window> {
  const asOf = filter.asOf ?? now
  if (filter.window !== 'all') return parseWindow(filter.window, { asOf, firstKnown: null })
  const [{ first }] = await queryRows<[{ first: Date | null }]>(Prisma.sql`
    SELECT least(
      (SELECT min(coalesce(i.started_at, i.started_after, i.started_before)) FROM incidents i
       WHERE ${ofVendors(vendorIds)} AND i.dedup_status = 'counted'),
      (SELECT min(c.covered_from) FROM coverage c JOIN sources i ON i.id = c.source_id
       WHERE ${ofVendors(vendorIds)} AND c.quality <> 'failed')
    ) AS first`)
  return parseWindow('all', { asOf, firstKnown: first })
}
