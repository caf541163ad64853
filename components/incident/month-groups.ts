import type { MonthKey } from '#lib/domain/month.ts'
import { monthOf } from '#lib/domain/month.ts'
import type { HistoryView, IncidentView } from '#lib/queries/schemas.ts'

type MonthRow = HistoryView['monthly'][number]

/** A group in a list by months: a month with incidents, or neighbouring months without, either quiet or unknown. */
export type MonthGroup =
  | { kind: 'incidents'; month: MonthKey; row: MonthRow | null; incidents: IncidentView[] }
  | { kind: 'quiet' | 'unknown'; first: MonthKey; last: MonthKey }

/**
 * Groups one page of a list by month, newest first. Months between two incidents are kept even when empty. Empty months after
 * the newest incident appear only on the first page, those before the oldest only on the last.
 */
export function groupByMonth(
  incidents: IncidentView[],
  monthly: MonthRow[],
  { isFirstPage, isLastPage }: { isFirstPage: boolean; isLastPage: boolean },
): MonthGroup[] {
  const byMonth = Map.groupBy(incidents, monthOfEntry)
  const rows = new Map(monthly.map((row) => [row.month, row]))
  const listed = [...byMonth.keys()].sort()
  const known = monthly.map(({ month }) => month)
  const newest = isFirstPage ? latest(known.at(-1), listed.at(-1)) : listed.at(-1)
  const oldest = isLastPage ? earliest(known[0], listed[0]) : listed[0]
  if (newest === undefined || oldest === undefined) return []

  const groups: MonthGroup[] = []
  for (const month of [...new Set([...known, ...listed])].sort().reverse()) {
    if (month > newest || month < oldest) continue
    const entries = byMonth.get(month)
    const row = rows.get(month) ?? null
    const kind = row === null || row.incidentCount === null ? 'unknown' : 'quiet'
    const before = groups.at(-1)
    if (entries !== undefined) groups.push({ kind: 'incidents', month, row, incidents: entries })
    else if (before?.kind === kind) before.first = month
    else groups.push({ kind, first: month, last: month })
  }
  return groups
}

/** An undated incident is placed at its later bound, as in the list. */
function monthOfEntry({ startedAt, startedBefore, startedAfter, firstSeenAt }: IncidentView): MonthKey {
  return monthOf(startedAt ?? startedBefore ?? startedAfter ?? firstSeenAt)
}

function latest(a: MonthKey | undefined, b: MonthKey | undefined): MonthKey | undefined {
  return [a, b]
    .filter((month) => month !== undefined)
    .sort()
    .at(-1)
}

function earliest(a: MonthKey | undefined, b: MonthKey | undefined): MonthKey | undefined {
  return [a, b].filter((month) => month !== undefined).sort()[0]
}
