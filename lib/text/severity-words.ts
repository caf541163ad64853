import { formatDowntime, formatDuration, formatSum } from '#lib/domain/format.ts'
import type { History } from '#lib/domain/history.ts'
import { rankImpact } from '#lib/domain/incident.ts'
import type { Severity } from '#lib/domain/severity.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'

type Figures = Pick<History, 'downtimeSeconds' | 'downtimeIsMinimum'> & {
  severity: Pick<Severity, 'downtimeSeconds' | 'majorDowntimeSeconds' | 'majorDowntimeIsMinimum'>
}

/**
 * "Rated major or worse: 46h 10m of 168h 3m.": how much of the downtime was bad, and how much the vendor has not rated. Null
 * without downtime, and where the filter leaves nothing to tell.
 */
export function majorSentence(
  history: Figures,
  { kind, impact }: Pick<HistoryFilter, 'kind' | 'impact'>,
): string | null {
  const { downtimeSeconds, downtimeIsMinimum, severity } = history
  const isAllMajor = impact !== null && rankImpact(impact) >= rankImpact('major')
  if (kind !== 'incident' || isAllMajor || downtimeSeconds === 0) return null
  const unrated = severity.downtimeSeconds.unknown ?? 0
  if (unrated === downtimeSeconds)
    return 'None of this downtime has an impact rating, so we can’t tell how much of it was major.'
  const total = formatSum(downtimeSeconds, downtimeIsMinimum)
  const rest = unrated === 0 ? '' : `; ${formatDuration(unrated)} ${unrated < 120 ? 'has' : 'have'} no impact rating`
  const major =
    severity.majorDowntimeSeconds === 0
      ? 'none'
      : formatSum(severity.majorDowntimeSeconds, severity.majorDowntimeIsMinimum)
  return `Rated major or worse: ${major} of ${total}${rest}.`
}

/**
 * The same for a cell of a table: "46h 10m", "at least 46h 10m", "none"; "none rated" where the rest is not rated, "not rated" where
 * nothing is.
 */
export function majorWords(severity: Omit<Severity, 'monthly'>): string {
  const { downtimeSeconds, majorDowntimeSeconds, majorDowntimeIsMinimum } = severity
  if (majorDowntimeSeconds === 0 && majorDowntimeIsMinimum) {
    if (!isRated(severity)) return 'not rated'
    if (downtimeSeconds.unknown !== undefined) return 'none rated'
  }
  return formatDowntime(majorDowntimeSeconds, majorDowntimeIsMinimum)
}

/** What charts divide months by; null where impact says nothing: of maintenance and notices, and where no incident is rated. */
export function severityShown(severity: Severity, { kind }: Pick<HistoryFilter, 'kind'>): Severity | null {
  return kind === 'incident' && isRated(severity) ? severity : null
}

function isRated({ incidentCount, downtimeSeconds }: Pick<Severity, 'incidentCount' | 'downtimeSeconds'>): boolean {
  return [incidentCount, downtimeSeconds].some((byImpact) =>
    Object.keys(byImpact).some((impact) => impact !== 'unknown'),
  )
}
