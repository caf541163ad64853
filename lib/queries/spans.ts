import { queryRows } from '#lib/database/client.ts'
import { fromMilliseconds, toMilliseconds } from '#lib/database/milliseconds.ts'
import type { DayIncident } from '#lib/domain/days.ts'
import type { DurationBasis, Impact } from '#lib/domain/incident.ts'
import { narrows } from '#lib/url/filter.ts'
import { Prisma } from '#prisma/client/client.ts'
import { mapInChunks } from './event-loop.ts'
import { matchesFilter } from './incident-filter.ts'
import { knownUntil, type LoadReach, loadDuplicateEnds, loadReach } from './reach.ts'
import { ofVendors, type Scope } from './scope.ts'

type SpanRow = DayIncident & { sourceId: number }

export interface SpansUnder {
  /** Under the filter. */
  matching: DayIncident[]
  /** Under nothing of the filter but its kind. */
  ofKind: DayIncident[]
}

/**
 * What the figures need, as of `asOf`, from every incident of these vendors, regardless of a window; a vendor without incidents
 * has no entry.
 */
export async function listSpansUnder(
  vendorIds: number[],
  { filter, asOf, loadReach }: Pick<Scope, 'filter' | 'asOf' | 'loadReach'>,
): Promise<Map<number, SpansUnder>> {
  const ofKind = matchesFilter({ ...filter, impact: null, status: null, component: null, q: null }, vendorIds)
  const matches = narrows(filter)
    ? Prisma.sql`to_json(array_agg(${matchesFilter(filter, vendorIds)}))`
    : Prisma.sql`NULL::json`
  const rows = await readSpanArrays(Prisma.sql`${ofVendors(vendorIds)} AND ${ofKind}`, matches)
  const byVendor = await toSpansByVendor(rows, asOf, loadReach)
  return new Map(
    rows.map(({ vendorId, matches }) => {
      const spans = byVendor.get(vendorId) ?? []
      return [vendorId, { ofKind: spans, matching: matches === null ? spans : spans.filter((_, at) => matches[at]) }]
    }),
  )
}

/** The same of the incidents under a condition on `incidents i`, of whatever vendor. */
export async function listSpansByVendor(condition: Prisma.Sql, asOf: Date): Promise<Map<number, DayIncident[]>> {
  return await toSpansByVendor(await readSpanArrays(condition, Prisma.sql`NULL::json`), asOf, loadReach)
}

/**
 * Each column as one JSON array: tens of thousands of entries take a quarter of the time of rows (measured: 38 and 150 ms for
 * 18,000).
 */
async function readSpanArrays(condition: Prisma.Sql, matches: Prisma.Sql): Promise<SpanArrays[]> {
  return await queryRows<SpanArrays[]>(Prisma.sql`
    SELECT i.vendor_id AS "vendorId", ${matches} AS matches, to_json(array_agg(i.public_id)) AS id, to_json(array_agg(i.basis)) AS basis,
           to_json(array_agg(i.impact)) AS impact, to_json(array_agg(i.source_id)) AS "sourceId",
           ${column(Prisma.sql`i.started_at`)} AS "startedAt", ${column(Prisma.sql`i.ended_at`)} AS "endedAt",
           ${column(Prisma.sql`i.started_after`)} AS "startedAfter", ${column(Prisma.sql`i.started_before`)} AS "startedBefore",
           ${column(Prisma.sql`i.mitigated_at`)} AS "mitigatedAt"
    FROM incidents i WHERE ${condition} GROUP BY i.vendor_id`)
}

async function toSpansByVendor(rows: SpanArrays[], asOf: Date, loadReach: LoadReach): Promise<Map<number, SpanRow[]>> {
  const spans: { vendorId: number; spans: SpanRow[] }[] = []
  for (const row of rows) spans.push({ vendorId: row.vendorId, spans: await toSpans(row) })
  await followOpen(
    spans.flatMap((row) => row.spans),
    asOf,
    loadReach,
  )
  return new Map(spans.map((row) => [row.vendorId, row.spans]))
}

/** Adds to each span without a known end the time up to which it counts at `asOf`, and when a duplicate of it ended. */
async function followOpen(spans: SpanRow[], asOf: Date, loadReach: LoadReach): Promise<void> {
  const open = spans.filter(({ basis }) => basis === 'ongoing')
  const reach = await loadReach(open.map(({ sourceId }) => sourceId))
  for (const span of open) span.knownUntil = knownUntil(reach.get(span.sourceId) ?? null, asOf)
  const lost = spans.filter(({ basis, knownUntil }) => basis === 'seen' || (knownUntil ?? null) !== null)
  const ends = await loadDuplicateEnds(lost.map(({ id }) => id))
  for (const span of lost) span.duplicateEndedAt = ends.get(span.id) ?? null
}

interface SpanArrays {
  vendorId: number
  /** Whether each is under the filter; null where all are. */
  matches: boolean[] | null
  id: string[]
  basis: DurationBasis[]
  impact: Impact[]
  sourceId: number[]
  startedAt: Instants
  endedAt: Instants
  startedAfter: Instants
  startedBefore: Instants
  mitigatedAt: Instants
}

/** Milliseconds since the epoch; null if no row of the vendor has one. */
type Instants = (number | null)[] | null

/** An empty column is not transferred. */
function column(instant: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN count(${instant}) > 0 THEN to_json(array_agg(${toMilliseconds(instant)})) END`
}

async function toSpans({ id: ids, basis, impact, sourceId, ...times }: SpanArrays): Promise<SpanRow[]> {
  return await mapInChunks(ids, (id, index) => ({
    id,
    basis: basis[index] ?? 'undated',
    impact: impact[index] ?? 'unknown',
    sourceId: sourceId[index] ?? 0,
    startedAt: toInstant(times.startedAt, index),
    endedAt: toInstant(times.endedAt, index),
    startedAfter: toInstant(times.startedAfter, index),
    startedBefore: toInstant(times.startedBefore, index),
    mitigatedAt: toInstant(times.mitigatedAt, index),
  }))
}

function toInstant(instants: Instants, index: number): Date | null {
  return fromMilliseconds(instants?.[index])
}
