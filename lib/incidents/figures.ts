import type { Transaction } from '#lib/database/transaction.ts'
import { countsUntil, mergeCoverage } from '#lib/domain/coverage.ts'
import { computeHistory, firstKnown, type History, type HistoryIncident } from '#lib/domain/history.ts'
import type { CoveragePeriod } from '#lib/domain/incident.ts'
import { BELIEVED_INTERVALS } from '#lib/domain/state.ts'
import { parseWindow } from '#lib/domain/window.ts'
import type { Change } from './changes.ts'

/** The figures at the top of a vendor's page. */
const FIGURES = [
  'incidentCount',
  'downtimeSeconds',
  'unknownDurationCount',
  'incidentsPerMonth',
  'medianDurationSeconds',
  'timeWithoutIncidentPercent',
] as const satisfies (keyof History)[]

export type Figure = (typeof FIGURES)[number]

/** A headline figure that changed. */
export interface FigureMove {
  figure: Figure
  before: number | null
  after: number | null
}

export type Figures = Record<Figure, number | null>

/** Which outages, and by which rules: version 1 of the method let an outage without an end count up to `asOf` in any case. */
export interface FigureOptions {
  window?: '24m' | 'all'
  version?: 1 | 2
}

/** A vendor's headline figures of outages in the asked window, 24 months unless given, as they stand in this transaction. */
export async function headlineFigures(
  tx: Transaction,
  vendorId: number,
  asOf: Date,
  options: FigureOptions = {},
): Promise<Figures> {
  const history = await computeFigures(tx, vendorId, asOf, options)
  return Object.fromEntries(FIGURES.map((figure) => [figure, history[figure]])) as Figures
}

/** Only the figures that differ. */
export function movesBetween(before: Figures, after: Figures): FigureMove[] {
  return FIGURES.filter((figure) => before[figure] !== after[figure]).map((figure) => ({
    figure,
    before: before[figure],
    after: after[figure],
  }))
}

/**
 * Reads a vendor's headline figures, outages in the last 24 months, in this transaction. The returned function compares
 * them with the figures at the time of its call.
 */
export async function figuresChanged(tx: Transaction, vendorId: number, asOf: Date): Promise<() => Promise<Change[]>> {
  const before = await headlineFigures(tx, vendorId, asOf)
  return async () =>
    movesBetween(before, await headlineFigures(tx, vendorId, asOf)).map(({ figure, before, after }) => ({
      incident: null,
      title: null,
      change: 'figure',
      update: null,
      field: figure,
      before,
      after,
    }))
}

interface SourceRow {
  sourceId: number
  lastReadAt: Date | null
  graceMs: number
}

/** The whole history of outages behind the headline figures. */
export async function computeFigures(
  tx: Transaction,
  vendorId: number,
  asOf: Date,
  { window = '24m', version = 2 }: FigureOptions = {},
): Promise<History> {
  const incidents = await tx.query<HistoryIncident & { sourceId: number }>(
    `select source_id as "sourceId", public_id as id, started_at as "startedAt", ended_at as "endedAt", started_after as "startedAfter",
       started_before as "startedBefore", basis, mitigated_at as "mitigatedAt",
       case when $2 and basis in ('ongoing', 'seen') then (
         select min(d.ended_at) from incidents d
         where d.duplicate_of_id = i.id and d.dedup_status <> 'counted' and d.withdrawn_at is null and d.basis in ('reported', 'corrected')
           and d.ended_at > i.started_at
       ) end as "duplicateEndedAt"
     from incidents i where vendor_id = $1 and dedup_status = 'counted' and not excluded and kind = 'incident'`,
    [vendorId, version !== 1],
  )
  const sources = await tx.query<SourceRow>(
    `select s.id as "sourceId", s.last_good_read_at as "lastReadAt",
       case when s.origin = 'live' then s.poll_interval_seconds * 1000 * ${BELIEVED_INTERVALS} else 0 end as "graceMs"
     from sources s where s.vendor_id = $1 and (s.origin <> 'sample' or not exists (
       select from sources o where o.vendor_id = $1 and o.origin <> 'sample' and o.last_good_read_at is not null))`,
    [vendorId],
  )
  const coverage = await tx.query<CoveragePeriod & { sourceId: number }>(
    `select covered_from as "from", covered_to as "to", quality, source_id as "sourceId" from coverage where source_id = any($1)`,
    [sources.rows.map(({ sourceId }) => sourceId)],
  )
  const periods = Map.groupBy(coverage.rows, ({ sourceId }) => sourceId)
  const reach = new Map(
    sources.rows.map(({ sourceId, ...read }) => [sourceId, { ...read, periods: periods.get(sourceId) ?? [] }]),
  )
  for (const incident of incidents.rows) {
    const source = reach.get(incident.sourceId)
    if (incident.basis === 'ongoing' && source !== undefined && version !== 1)
      incident.knownUntil = countsUntil(source, asOf)
  }
  const known = mergeCoverage(coverage.rows)
  return computeHistory({
    incidents: incidents.rows,
    coverage: known,
    window: parseWindow(window, { asOf, firstKnown: firstKnown(incidents.rows, known) }),
    asOf,
  })
}
