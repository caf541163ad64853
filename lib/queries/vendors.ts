import { queryRows } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { computeHistory } from '#lib/domain/history.ts'
import { parseWindow } from '#lib/domain/window.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { Prisma } from '#prisma/client/client.ts'
import { expectRest, type OpenOutage } from './incident/expected.ts'
import { createPastLoader } from './incident/past-outages.ts'
import { endsAfter, isOneOf, openAt } from './incident-filter.ts'
import { type IncidentPage, listIncidents } from './incidents.ts'
import { listOpenRows, type OpenRow } from './open-incidents.ts'
import { readPatterns } from './patterns.ts'
import { readCandourOf } from './report/candour.ts'
import type { CandourView, HistoryPatterns, VendorSummary, VendorView } from './schemas.ts'
import { findVendorRow, ofVendors, type Scope, scopeOf, type VendorRow, vendorColumns } from './scope.ts'
import { listSourcesInForce } from './sources.ts'
import { listSpansByVendor } from './spans.ts'
import { describeVendor } from './vendor/describe-vendors.ts'
import { listUnclear } from './vendor/vendor-facts.ts'
import { coverageUntil, stateOf } from './vendor/vendor-state.ts'

/** A vendor with its state, its open incidents and its history under the filter; null for an unknown slug. */
export async function getVendor(slug: string, filter: HistoryFilter, now: Date): Promise<VendorView | null> {
  const vendor = await findVendorRow(slug)
  return vendor && (await readVendor(vendor, await scopeOf([vendor.id], filter, now)))
}

/** The vendor of a row that was already looked up. */
export async function readVendor(row: VendorRow, scope: Scope): Promise<VendorView> {
  return (await describeVendor(row, scope)).vendor
}

export interface VendorHistory {
  vendor: VendorView
  list: IncidentPage
  patterns: HistoryPatterns
  /** How it reports outages; null where others are counted. */
  candour: CandourView | null
}

/** A vendor with a page of its incidents, and when and where they happened; null for an unknown slug. */
export async function getVendorHistory(slug: string, filter: HistoryFilter, now: Date): Promise<VendorHistory | null> {
  const row = await findVendorRow(slug)
  if (row === null) return null
  const scope = await scopeOf([row.id], filter, now)
  const described = describeVendor(row, scope)
  const [{ vendor }, list, patterns, candour] = await Promise.all([
    described,
    listIncidents(scope),
    readPatterns(row, scope, described),
    filter.kind === 'incident' ? readCandourOf(row.id, scope) : null,
  ])
  return { vendor, list, patterns, candour }
}

/** How many vendors there are. */
export async function countVendors(): Promise<number> {
  const [{ count }] = await queryRows<[{ count: number }]>(Prisma.sql`SELECT count(*)::int FROM vendors`)
  return count
}

/**
 * All vendors by name, each with its figures for outages in the 24 months before `asOf`. `after` and `most` select a page: up
 * to `most` vendors following the one with that slug; `slugs` selects vendors. Throws InvalidInputError when there is no vendor
 * `after`.
 */
export async function listVendorSummaries({
  asOf,
  after = null,
  most = null,
  slugs = null,
}: {
  asOf: Date
  after?: string | null
  most?: number | null
  slugs?: readonly string[] | null
}): Promise<VendorSummary[]> {
  const last = after === null ? null : await findVendorRow(after)
  if (after !== null && last === null)
    throw new InvalidInputError('This cursor is not valid. Start again without a cursor.', 'cursor')
  const vendors = await queryRows<VendorRow[]>(Prisma.sql`
    SELECT ${vendorColumns} FROM vendors v
    WHERE ${last === null ? Prisma.sql`TRUE` : Prisma.sql`(v.name, v.id) > (${last.name}, ${last.id})`}
      AND ${slugs === null ? Prisma.sql`TRUE` : Prisma.sql`v.slug = ANY(${[...slugs]}::text[])`}
    ORDER BY v.name, v.id LIMIT ${most}::int`)
  return await summarise(vendors, asOf, after === null && most === null && slugs === null)
}

async function summarise(vendors: VendorRow[], asOf: Date, areAll: boolean): Promise<VendorSummary[]> {
  const window = parseWindow('24m', { asOf, firstKnown: null })
  const ids = vendors.map((vendor) => vendor.id)
  const isTheirs = ofVendors(areAll ? null : ids)
  const [sourcesByVendor, spansByVendor, open, lastByVendor, unclear] = await Promise.all([
    listSourcesInForce(ids),
    listSpansByVendor(
      Prisma.sql`
      ${isTheirs} AND i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = 'incident'
      AND (i.sort_at >= ${window.from} OR ${isOneOf(endsAfter(window.from))})`,
      asOf,
    ),
    // Of hundreds of vendors, what is open anywhere is found sooner than what there is of theirs.
    listOpenRows(Prisma.sql`${isTheirs} AND ${isOneOf(openAt(asOf))}`, asOf),
    listLastStarts(ids, asOf),
    listUnclear(ids, asOf),
  ])
  const openByVendor = Map.groupBy(open, (incident) => incident.vendorId)
  const summaries = vendors.map((vendor) => {
    const sources = sourcesByVendor.get(vendor.id) ?? []
    const openIncidents = openByVendor.get(vendor.id) ?? []
    const history = computeHistory({
      incidents: spansByVendor.get(vendor.id) ?? [],
      coverage: coverageUntil(sources, asOf),
      window,
      asOf,
    })
    const { indicator: _, ...state } = stateOf(sources, openIncidents, unclear.has(vendor.id), asOf)
    return {
      slug: vendor.slug,
      name: vendor.name,
      websiteUrl: vendor.websiteUrl,
      category: vendor.category,
      ...state,
      openIncidentTitle: openIncidents[0]?.title ?? null,
      incidentCount: history.incidentCount,
      downtimeSeconds: history.downtimeSeconds,
      downtimeIsMinimum: history.downtimeIsMinimum,
      incidentsPerMonth: history.incidentsPerMonth,
      medianDurationSeconds: history.medianDurationSeconds,
      knownDays: history.coverage.knownDays,
      days: history.coverage.days,
      lastIncidentAt: lastByVendor.get(vendor.id) ?? null,
      monthly: history.monthly,
    }
  })
  return await withForecasts(summaries, openByVendor, vendors, asOf)
}

/** Adds what is expected of the outage whose title is shown, where the vendor's state says that one is open. */
async function withForecasts(
  summaries: VendorSummary[],
  openByVendor: ReadonlyMap<number, OpenRow[]>,
  vendors: VendorRow[],
  asOf: Date,
): Promise<VendorSummary[]> {
  const shown = summaries.flatMap(({ slug, state }, index): OpenOutage[] => {
    const open = openByVendor.get(vendors[index]?.id ?? 0)?.[0]
    return open?.kind === 'incident' && (state === 'down' || state === 'degraded') ? [{ ...open, vendor: slug }] : []
  })
  const expected = await expectRest(shown, asOf, createPastLoader())
  return summaries.map((summary) => {
    const index = shown.findIndex(({ vendor }) => vendor === summary.slug)
    return index === -1 ? summary : { ...summary, openIncidentExpected: expected[index] ?? null }
  })
}

/** When each vendor's newest counted outage began, for vendors with any. */
async function listLastStarts(vendorIds: number[], asOf: Date): Promise<Map<number, Date>> {
  const rows = await queryRows<{ vendorId: number; last: Date }[]>(Prisma.sql`
    SELECT v.id AS "vendorId", i.started_at AS last FROM vendors v CROSS JOIN LATERAL (
      SELECT i.started_at FROM incidents i
      WHERE i.vendor_id = v.id AND i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = 'incident' AND i.started_at <= ${asOf}
      ORDER BY i.sort_at DESC, i.id DESC LIMIT 1) i
    WHERE v.id = ANY(${vendorIds})`)
  return new Map(rows.map(({ vendorId, last }) => [vendorId, last]))
}

/** The current slug of a vendor that used to be called `slug`; null when none was. */
export async function findVendorAlias(slug: string): Promise<string | null> {
  const [vendor] = await queryRows<{ slug: string }[]>(Prisma.sql`
    SELECT v.slug FROM vendor_aliases a JOIN vendors v ON v.id = a.vendor_id WHERE a.slug = ${slug}`)
  return vendor?.slug ?? null
}
