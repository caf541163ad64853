import { coveredPeriods } from '#lib/domain/coverage.ts'
import { formatDay } from '#lib/domain/format.ts'
import type { CoveragePeriod, Period } from '#lib/domain/incident.ts'
import { sumSeconds } from '#lib/domain/period.ts'

/** Whether the history covers any time of its window, or holds incidents of it all the same: without either, 0 is no figure. */
export function hasData({
  coverage,
  incidentCount,
  downtimeSeconds,
}: {
  coverage: { from: Date | null }
  incidentCount: number
  downtimeSeconds: number
}): boolean {
  return coverage.from !== null || incidentCount > 0 || downtimeSeconds > 0
}

/** Which part of the window is known, as a sentence that mentions any gaps and how much is left. */
export function coverageSentence(window: Period, coverage: { periods: CoveragePeriod[]; complete: boolean }): string {
  if (coverage.complete) return 'The whole window is known.'
  const { covered, from, to } = coveredRange(window, coverage.periods)
  if (from === undefined || to === undefined)
    return 'We have no data for this window, which is not the same as no incidents.'
  const gaps = covered.length > 1 ? ` with gaps, ${lengthWords(sumSeconds(covered))} in total` : ''
  const isPartial = coverage.periods.some(({ quality }) => quality === 'partial')
  return `Known from ${formatDay(from)} to ${formatDay(to)}${gaps}${isPartial ? ', some of it only in part' : ''}.`
}

/** "Nov 25, 2024 – Jan 29, 2026", mentioning gaps if there are any. */
export function coverageSpan(window: Period, periods: CoveragePeriod[]): string {
  const { covered, from, to } = coveredRange(window, periods)
  if (from === undefined || to === undefined) return 'no data in this window'
  return `${formatDay(from)} – ${formatDay(to)}${covered.length > 1 ? ', with gaps' : ''}`
}

function coveredRange(window: Period, periods: CoveragePeriod[]): { covered: Period[]; from?: Date; to?: Date } {
  const covered = coveredPeriods(periods, window)
  return { covered, from: covered[0]?.from, to: covered.at(-1)?.to }
}

/** "12.3 months", or "42 days" where months would be too coarse. */
export function lengthWords(seconds: number): string {
  const days = seconds / 86_400
  if (days >= 61) return `${(days / 30.436875).toFixed(1)} months`
  if (days >= 2) return `${Math.floor(days)} days`
  const hours = Math.floor(seconds / 3600)
  return hours < 2 ? 'an hour' : `${hours} hours`
}

interface Compared {
  history: { coverage: { from: Date | null }; incidentCount: number; downtimeSeconds: number }
}

/** The most downtime first; those without data come last, and equals keep their order. */
export function rankByDowntime<Vendor extends Compared>(vendors: readonly Vendor[]): Vendor[] {
  const downtime = ({ history }: Compared) => (hasData(history) ? history.downtimeSeconds : -1)
  return vendors.toSorted((a, b) => downtime(b) - downtime(a))
}

/**
 * Each vendor's part of the downtimes added separately, so that the parts come to the whole, from 0 to 1; null for one without data.
 * Null instead of a function unless two vendors have data, and something to share.
 */
export function sharesOf(vendors: readonly Compared[]): ((vendor: Compared) => number | null) | null {
  const known = vendors.filter(({ history }) => hasData(history))
  const sum = known.reduce((seconds, { history }) => seconds + history.downtimeSeconds, 0)
  if (known.length < 2 || sum === 0) return null
  return ({ history }) => (hasData(history) ? history.downtimeSeconds / sum : null)
}
