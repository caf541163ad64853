import { mergeCoverage } from '#lib/domain/coverage.ts'
import { computeHistory, type History, type HistoryIncident } from '#lib/domain/history.ts'
import { parseWindow } from '#lib/domain/window.ts'
import type { Change } from './changes.ts'
import type { Transaction } from './transaction.ts'

/** The figures at the head of a vendor's page. */
const FIGURES = [
  'incidentCount',
  'downtimeSeconds',
  'unknownDurationCount',
  'incidentsPerMonth',
  'medianDurationSeconds',
  'timeWithoutIncidentPercent',
] as const satisfies (keyof History)[]

/**
 * Notes a vendor's headline figures, outages in the last 24 months, as they stand in this transaction. The function returned
 * tells, later in it, which of them have changed.
 */
export async function figuresChanged(tx: Transaction, vendorId: number, asOf: Date): Promise<() => Promise<Change[]>> {
  const before = await computeFigures(tx, vendorId, asOf)
  return async () => {
    const after = await computeFigures(tx, vendorId, asOf)
    return FIGURES.filter((figure) => before[figure] !== after[figure]).map((figure) => ({
      incident: null,
      title: null,
      change: 'figure',
      update: null,
      field: figure,
      before: before[figure],
      after: after[figure],
    }))
  }
}

async function computeFigures(tx: Transaction, vendorId: number, asOf: Date): Promise<History> {
  const incidents = await tx.query<HistoryIncident>(
    `select public_id as id, started_at as "startedAt", ended_at as "endedAt", started_after as "startedAfter",
       started_before as "startedBefore", basis, mitigated_at as "mitigatedAt"
     from incidents where vendor_id = $1 and standing = 'counted' and not excluded and kind = 'incident'`,
    [vendorId],
  )
  const coverage = await tx.query(
    `select c.covered_from as "from", c.covered_to as "to", c.quality from coverage c join sources s on s.id = c.source_id
     where s.vendor_id = $1 and (s.origin <> 'sample' or not exists (
       select from sources o where o.vendor_id = $1 and o.origin <> 'sample' and o.last_good_read_at is not null))`,
    [vendorId],
  )
  return computeHistory({
    incidents: incidents.rows,
    coverage: mergeCoverage(coverage.rows),
    window: parseWindow('24m', { asOf, firstKnown: null }),
    asOf,
  })
}
