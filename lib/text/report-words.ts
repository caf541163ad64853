import {
  formatCount,
  formatDay,
  formatDowntime,
  formatDuration,
  formatInteger,
  formatPercent,
  formatRate,
  formatSum,
} from '#lib/domain/format.ts'
import type { History } from '#lib/domain/history.ts'
import { formatQuarter, previousQuarter } from '#lib/domain/month.ts'
import type { QuarterChange } from '#lib/domain/statistics/quarter-change.ts'
import type { Rate } from '#lib/domain/statistics/rate.ts'
import type { MonthAgainstTarget } from '#lib/domain/target.ts'
import type { Window } from '#lib/domain/window.ts'
import { coverageSpan } from './coverage-words.ts'
import { joinSentences, knownDaysSentence, type Sentence, subjectOf, windowSentence } from './headline.ts'

/** The sentences of a quarterly report, on its page and in its Markdown alike. */

interface Reported {
  vendors: ReportedVendor[]
  /** Of all of them; null for one vendor. */
  together: History | null
}

interface ReportedVendor {
  name: string
  history: History
}

/** "Outage report Q3 2026: Courier, Stripe and WorkOS" */
export function reportTitle({ quarter, vendors }: { quarter: string; vendors: { name: string }[] }): string {
  const names = vendors.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en'))
  const title = `Outage report ${formatQuarter(quarter)}`
  if (names.length === 0) return title
  return names.length > 4 ? `${title}: ${names.length} vendors` : `${title}: ${names.join(', ')}`
}

/** What the quarter adds up to, and how much of it is known. */
export function reportSentence({ vendors, together, window }: Reported & { window: Window }): Sentence | null {
  const [only] = vendors
  if (only === undefined) return null
  const history = together ?? only.history
  return joinSentences(
    windowSentence({
      ...subjectOf(vendors),
      ...{ kind: 'incident', label: window.label, narrowing: [], history, isSoFar: false },
    }),
    knownDaysSentence(history.coverage, { ofAll: together !== null }),
  )
}

/** "Two or more of them were down at once for 3h 10m, in 4 separate periods." */
export function sharedSentence({
  shared,
  vendors,
}: Pick<Reported, 'vendors'> & { shared: { seconds: number; count: number } | null }): string {
  if (shared === null) return 'A report of one vendor has no shared outages; add vendors to compare.'
  const isUnknown = vendors.some(({ history }) => !history.coverage.complete)
  const isMinimum = vendors.some(({ history }) => history.downtimeIsMinimum)
  const limit = isUnknown ? ' Not all of the quarter is known for all of them, so there may have been more.' : ''
  return shared.count === 0
    ? `No two of them were down at once, as far as is posted.${limit}`
    : `Two or more of them were down at once for ${formatSum(shared.seconds, isMinimum)}, in ${formatCount(shared.count, 'period', 'separate periods')}.${limit}`
}

/** "Q2 2026", of a report of Q3. */
export function quarterBefore(quarter: string): string {
  return formatQuarter(previousQuarter(quarter))
}

/**
 * "More outages than in Q2 2026: 3.0 a month (90% interval 1.8 to 5.1) against 1.0 (0.4 to 2.3)." That the two cannot be told apart,
 * or why nothing can be said.
 */
export function changeSentence({ rate, before, verdict, reason, changedAt }: QuarterChange, earlier: string): string {
  if (verdict === null || rate === null || before === null) {
    const why =
      changedAt === null
        ? CHANGE_REASONS[reason ?? 'too few']
        : `reporting changed on ${formatDay(changedAt)}, and what was posted before does not compare`
    const known = rate === null ? '' : ` In this quarter: ${rateWords(rate)} a month (90% interval ${limits(rate)}).`
    return `Whether it had more or fewer outages than in ${earlier} can’t be said: ${why}.${known}`
  }
  const rates = `${rateWords(rate)} a month (90% interval ${limits(rate)}) against ${rateWords(before)} (${limits(before)})`
  if (verdict === 'cannot be told apart') return `Cannot be told apart from ${earlier}: ${rates}.`
  return `${verdict === 'more' ? 'More' : 'Fewer'} outages than in ${earlier}: ${rates}.`
}

const CHANGE_REASONS = {
  'not all is known': 'not all of both quarters is known',
  'reporting changed': 'reporting changed',
  'not checked': 'we have not checked yet whether its reporting changed',
  'too few': 'too few outages or months are known',
} satisfies Record<NonNullable<QuarterChange['reason']>, string>

/** How the verdicts of a report are to be read. */
export function changeNote(vendorCount: number): string {
  const together = vendorCount === 1 ? '' : `; all ${vendorCount} verdicts together hold at 90 percent`
  return `The intervals are as wide as the months of the two years up to the end of the quarter vary. “More” and “fewer” are said where the interval of the ratio leaves out that the two quarters are the same${together}. Downtime is not compared: in three months it is mostly that of a few outages.`
}

function rateWords({ perMonth }: Rate): string {
  return formatRate(perMonth)
}

function limits({ low, high }: Rate): string {
  return high === null ? `${formatRate(low)} or more` : `${formatRate(low)} to ${formatRate(high)}`
}

/** Which days are known: "92 of 92 days", "Jul 1, 2026 – Aug 22, 2026: 52 of 92 days". */
export function knownWords({ history: { coverage, window } }: Pick<ReportedVendor, 'history'>): string {
  const days = `${formatInteger(coverage.knownDays)} of ${formatCount(coverage.days, 'day')}`
  return coverage.complete || coverage.from === null ? days : `${coverageSpan(window, coverage.periods)}: ${days}`
}

/** "4h 2m, over 43m", "12m, within", "no data" */
export function monthWords(month: MonthAgainstTarget): string {
  const { downtimeSeconds, downtimeIsMinimum, allowedSeconds, isOver, isKnown } = month
  if (downtimeSeconds === null) return 'no data'
  const posted = formatDowntime(downtimeSeconds, downtimeIsMinimum)
  if (isOver) return `${posted}, over ${allowedSeconds === 0 ? 'nothing' : formatDuration(allowedSeconds)}`
  return `${posted}, within${downtimeIsMinimum || !isKnown ? ' as far as is known' : ''}`
}

/** "99.87%" of time without a posted incident; null where too little is known. */
export function quietWords({ history }: Pick<ReportedVendor, 'history'>): string | null {
  const { timeWithoutIncidentPercent, downtimeIsMinimum, unknownDurationCount } = history
  if (timeWithoutIncidentPercent === null) return null
  const isMost = downtimeIsMinimum || unknownDurationCount > 0
  return `${isMost ? 'at most ' : ''}${formatPercent(timeWithoutIncidentPercent)}`
}

export const TARGET_NOTE =
  'This compares posted downtime only. Whether a vendor met an agreement depends on the agreement’s own terms and measurements.'
