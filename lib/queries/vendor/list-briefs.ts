import { queryRows } from '#lib/database/client.ts'
import { fromMilliseconds, toMilliseconds } from '#lib/database/milliseconds.ts'
import { listOpenRows } from '#lib/queries/open-incidents.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { isInForce, type SourceInForce } from '#lib/queries/sources.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listUnclear } from './vendor-facts.ts'
import { type SourceOfState, stateOf } from './vendor-state.ts'

/** What a list of very many vendors is sorted and filtered by. Its figures are up to an hour old. */
export type VendorBrief = Pick<
  VendorSummary,
  | 'slug'
  | 'name'
  | 'category'
  | 'state'
  | 'pageStatus'
  | 'isSample'
  | 'checkedAt'
  | 'incidentCount'
  | 'downtimeSeconds'
  | 'incidentsPerMonth'
  | 'medianDurationSeconds'
  | 'knownDays'
  | 'lastIncidentAt'
>

/** All vendors by name, each with its state at `now`. */
export async function listVendorBriefs(now: Date): Promise<VendorBrief[]> {
  const [vendors, figures, sources, open, unclear] = await Promise.all([
    readVendors(),
    readFigures(),
    readSources(now),
    listOpenRows(Prisma.sql`TRUE`, now),
    listUnclear(null, now),
  ])
  const openByVendor = Map.groupBy(open, ({ vendorId }) => vendorId)
  return vendors.map(({ id, slug, name, category }) => {
    const known = sources.get(id) ?? []
    const { state, pageStatus, isSample, checkedAt } = stateOf(known, openByVendor.get(id) ?? [], unclear.has(id), now)
    const of = figures.get(id) ?? NO_FIGURES
    return {
      slug,
      name,
      category,
      state,
      pageStatus,
      isSample,
      checkedAt,
      incidentCount: of.incidentCount,
      downtimeSeconds: of.downtimeSeconds,
      incidentsPerMonth: of.incidentsPerMonth,
      medianDurationSeconds: of.medianDurationSeconds,
      knownDays: of.knownDays,
      lastIncidentAt: fromMilliseconds(of.lastIncidentAt),
    }
  })
}

/** Rows as columns, each one JSON array: ten thousand rows take a third of the time of an array for each row. Null where there is none. */
type Columns<Row> = { [Name in keyof Row]: Row[Name][] | null }

function column(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_json(array_agg(${value}))`
}

type Vendor = Pick<VendorBrief, 'slug' | 'name' | 'category'> & { id: number }

async function readVendors(): Promise<Vendor[]> {
  const [columns] = await queryRows<[Columns<Vendor>]>(Prisma.sql`
    SELECT ${column(Prisma.sql`v.id`)} AS id, ${column(Prisma.sql`v.slug`)} AS slug, ${column(Prisma.sql`v.name`)} AS name,
      ${column(Prisma.sql`v.category`)} AS category
    FROM (SELECT id, slug, name, category FROM vendors ORDER BY lower(name), id) v`)
  const { id: ids, slug, name, category } = columns
  return (ids ?? []).map((id, at) => ({
    id,
    slug: slug?.[at] ?? '',
    name: name?.[at] ?? '',
    category: category?.[at] ?? null,
  }))
}

type Figures = Pick<
  VendorBrief,
  'incidentCount' | 'downtimeSeconds' | 'incidentsPerMonth' | 'medianDurationSeconds' | 'knownDays'
> & { lastIncidentAt: number | null }

/** Of a vendor whose figures no worker has computed yet. */
const NO_FIGURES: Figures = {
  incidentCount: 0,
  downtimeSeconds: 0,
  incidentsPerMonth: null,
  medianDurationSeconds: null,
  knownDays: 0,
  lastIncidentAt: null,
}

async function readFigures(): Promise<Map<number, Figures>> {
  const [columns] = await queryRows<[Columns<Figures & { vendorId: number }>]>(Prisma.sql`
    SELECT ${column(Prisma.sql`f.vendor_id`)} AS "vendorId", ${column(Prisma.sql`f.incident_count`)} AS "incidentCount",
      ${column(Prisma.sql`f.downtime_seconds`)} AS "downtimeSeconds", ${column(Prisma.sql`f.incidents_per_month`)} AS "incidentsPerMonth",
      ${column(Prisma.sql`f.median_duration_seconds`)} AS "medianDurationSeconds", ${column(Prisma.sql`f.known_days`)} AS "knownDays",
      ${column(toMilliseconds(Prisma.sql`f.last_incident_at`))} AS "lastIncidentAt"
    FROM vendor_figures f`)
  const figures = new Map<number, Figures>()
  for (const [at, vendorId] of (columns.vendorId ?? []).entries()) {
    figures.set(vendorId, {
      incidentCount: columns.incidentCount?.[at] ?? 0,
      downtimeSeconds: columns.downtimeSeconds?.[at] ?? 0,
      incidentsPerMonth: columns.incidentsPerMonth?.[at] ?? null,
      medianDurationSeconds: columns.medianDurationSeconds?.[at] ?? null,
      knownDays: columns.knownDays?.[at] ?? 0,
      lastIncidentAt: columns.lastIncidentAt?.[at] ?? null,
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

/** The active sources by vendor, the primary one first. */
async function readSources(now: Date): Promise<Map<number, SourceOfState[]>> {
  const [columns] = await queryRows<[Columns<SourceRow>]>(Prisma.sql`
    SELECT ${column(Prisma.sql`s.vendor_id`)} AS "vendorId", ${column(Prisma.sql`s.is_primary`)} AS "isPrimary",
      ${column(Prisma.sql`s.origin`)} AS origin, ${column(Prisma.sql`s.poll_interval_seconds`)} AS "pollIntervalSeconds",
      ${column(toMilliseconds(Prisma.sql`s.last_good_read_at`))} AS "lastGoodReadAt", ${column(toMilliseconds(Prisma.sql`s.known_at`))} AS "knownAt",
      ${column(Prisma.sql`s.indicator`)} AS indicator, ${column(toMilliseconds(Prisma.sql`s.indicator_read_at`))} AS "indicatorReadAt",
      ${column(Prisma.sql`s.components_out`)} AS "componentsOut"
    FROM (
      SELECT s.*, c.known_at FROM sources s LEFT JOIN (
        SELECT source_id, max(least(covered_to, ${now}::timestamptz)) AS known_at FROM coverage
        WHERE quality <> 'failed' AND covered_from <= ${now} GROUP BY 1
      ) c ON c.source_id = s.id
      WHERE ${isInForce} ORDER BY s.is_primary DESC, s.id
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
