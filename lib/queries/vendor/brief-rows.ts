import { queryRows } from '#lib/database/client.ts'
import { fromMilliseconds, toMilliseconds } from '#lib/database/milliseconds.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { ofVendors } from '#lib/queries/scope.ts'
import { isInForce, type SourceInForce } from '#lib/queries/sources.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listUnclear } from './vendor-facts.ts'
import type { SourceOfState } from './vendor-state.ts'

/** What is read of a vendor for a list of very many. */
export interface BriefRow extends Pick<VendorSummary, 'slug' | 'name' | 'category'> {
  id: number
  figures: BriefFigures
  /** The active ones, the primary one first. */
  sources: SourceOfState[]
  /** Whether the newest item of its primary source was not understood. */
  isUnclear: boolean
}

/** As a worker computed them, at most an hour ago. */
export type BriefFigures = Pick<
  VendorSummary,
  'incidentCount' | 'downtimeSeconds' | 'incidentsPerMonth' | 'medianDurationSeconds' | 'knownDays' | 'lastIncidentAt'
>

/** These vendors, or all (null), by name, as they are at `now`. */
export async function readBriefRows(slugs: readonly string[] | null, now: Date): Promise<BriefRow[]> {
  const vendors = await readVendors(slugs)
  const ids = slugs === null ? null : vendors.map(({ id }) => id)
  const [figures, sources, unclear] = await Promise.all([
    readFigures(ids),
    readSources(ids, now),
    listUnclear(ids, now),
  ])
  return vendors.map((vendor) => ({
    ...vendor,
    figures: figures.get(vendor.id) ?? NO_FIGURES,
    sources: sources.get(vendor.id) ?? [],
    isUnclear: unclear.has(vendor.id),
  }))
}

/** Rows as columns, each one JSON array: ten thousand rows take a third of the time of an array for each row. Null where there is none. */
type Columns<Row> = { [Name in keyof Row]: Row[Name][] | null }

function column(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_json(array_agg(${value}))`
}

type Vendor = Pick<BriefRow, 'id' | 'slug' | 'name' | 'category'>

async function readVendors(slugs: readonly string[] | null): Promise<Vendor[]> {
  const isAsked = slugs === null ? Prisma.sql`TRUE` : Prisma.sql`slug = ANY(${[...slugs]}::text[])`
  const [columns] = await queryRows<[Columns<Vendor>]>(Prisma.sql`
    SELECT ${column(Prisma.sql`v.id`)} AS id, ${column(Prisma.sql`v.slug`)} AS slug, ${column(Prisma.sql`v.name`)} AS name,
      ${column(Prisma.sql`v.category`)} AS category
    FROM (SELECT id, slug, name, category FROM vendors WHERE ${isAsked} ORDER BY lower(name), id) v`)
  const { id: ids, slug, name, category } = columns
  return (ids ?? []).map((id, at) => ({
    id,
    slug: slug?.[at] ?? '',
    name: name?.[at] ?? '',
    category: category?.[at] ?? null,
  }))
}

/** Of a vendor whose figures no worker has computed yet. */
const NO_FIGURES: BriefFigures = {
  incidentCount: 0,
  downtimeSeconds: 0,
  incidentsPerMonth: null,
  medianDurationSeconds: null,
  knownDays: 0,
  lastIncidentAt: null,
}

type FiguresRow = Omit<BriefFigures, 'lastIncidentAt'> & { vendorId: number; lastIncidentAt: number | null }

async function readFigures(vendorIds: number[] | null): Promise<Map<number, BriefFigures>> {
  const [columns] = await queryRows<[Columns<FiguresRow>]>(Prisma.sql`
    SELECT ${column(Prisma.sql`f.vendor_id`)} AS "vendorId", ${column(Prisma.sql`f.incident_count`)} AS "incidentCount",
      ${column(Prisma.sql`f.downtime_seconds`)} AS "downtimeSeconds", ${column(Prisma.sql`f.incidents_per_month`)} AS "incidentsPerMonth",
      ${column(Prisma.sql`f.median_duration_seconds`)} AS "medianDurationSeconds", ${column(Prisma.sql`f.known_days`)} AS "knownDays",
      ${column(toMilliseconds(Prisma.sql`f.last_incident_at`))} AS "lastIncidentAt"
    FROM vendor_figures f WHERE ${ofVendors(vendorIds, Prisma.sql`f.vendor_id`)}`)
  const figures = new Map<number, BriefFigures>()
  for (const [at, vendorId] of (columns.vendorId ?? []).entries()) {
    figures.set(vendorId, {
      incidentCount: columns.incidentCount?.[at] ?? 0,
      downtimeSeconds: columns.downtimeSeconds?.[at] ?? 0,
      incidentsPerMonth: columns.incidentsPerMonth?.[at] ?? null,
      medianDurationSeconds: columns.medianDurationSeconds?.[at] ?? null,
      knownDays: columns.knownDays?.[at] ?? 0,
      lastIncidentAt: fromMilliseconds(columns.lastIncidentAt?.[at]),
    })
  }
  return figures
}

interface SourceRow
  extends Pick<SourceInForce, 'isPrimary' | 'origin' | 'pollIntervalSeconds' | 'indicator' | 'componentsOut'> {
  vendorId: number
  lastGoodReadAt: number | null
  knownAt: number | null
  indicatorReadAt: number | null
}

async function readSources(vendorIds: number[] | null, now: Date): Promise<Map<number, SourceOfState[]>> {
  const [columns] = await queryRows<[Columns<SourceRow>]>(Prisma.sql`
    SELECT ${column(Prisma.sql`s.vendor_id`)} AS "vendorId", ${column(Prisma.sql`s.is_primary`)} AS "isPrimary",
      ${column(Prisma.sql`s.origin`)} AS origin, ${column(Prisma.sql`s.poll_interval_seconds`)} AS "pollIntervalSeconds",
      ${column(toMilliseconds(Prisma.sql`s.last_good_read_at`))} AS "lastGoodReadAt", ${column(toMilliseconds(Prisma.sql`s.known_at`))} AS "knownAt",
      ${column(Prisma.sql`s.indicator`)} AS indicator, ${column(toMilliseconds(Prisma.sql`s.indicator_read_at`))} AS "indicatorReadAt",
      ${column(Prisma.sql`s.components_out`)} AS "componentsOut"
    FROM (
      SELECT s.*, c.known_at FROM sources s LEFT JOIN (
        SELECT source_id, max(least(covered_to, ${now}::timestamptz)) AS known_at FROM coverage
        WHERE quality <> 'failed' AND covered_from <= ${now}
          AND ${vendorIds === null ? Prisma.sql`TRUE` : Prisma.sql`source_id IN (SELECT id FROM sources WHERE vendor_id = ANY(${vendorIds}))`}
        GROUP BY 1
      ) c ON c.source_id = s.id
      WHERE ${ofVendors(vendorIds, Prisma.sql`s.vendor_id`)} AND ${isInForce} ORDER BY s.is_primary DESC, s.id
    ) s`)
  const sources = new Map<number, SourceOfState[]>()
  for (const [at, vendorId] of (columns.vendorId ?? []).entries()) {
    const known = sources.get(vendorId)
    if (known === undefined) sources.set(vendorId, [sourceAt(columns, at)])
    else known.push(sourceAt(columns, at))
  }
  return sources
}

/**
 * Of its coverage, a state needs only the latest instant that is known. A list says nothing of failed attempts. Written out, since
 * spreading ten thousand rows takes 30 ms.
 */
function sourceAt(columns: Columns<SourceRow>, at: number): SourceOfState {
  const knownAt = fromMilliseconds(columns.knownAt?.[at])
  return {
    isPrimary: columns.isPrimary?.[at] ?? false,
    origin: columns.origin?.[at] ?? 'live',
    pollIntervalSeconds: columns.pollIntervalSeconds?.[at] ?? 0,
    lastGoodReadAt: fromMilliseconds(columns.lastGoodReadAt?.[at]),
    indicator: columns.indicator?.[at] ?? null,
    indicatorReadAt: fromMilliseconds(columns.indicatorReadAt?.[at]),
    componentsOut: columns.componentsOut?.[at] ?? null,
    coverage: knownAt === null ? [] : [{ from: knownAt, to: knownAt, quality: 'complete' }],
    lastCheckedAt: null,
    failures: 0,
  }
}
