import { formatDay, formatInteger, formatMonth, formatRate, listOf } from '#lib/domain/format.ts'
import { monthOf } from '#lib/domain/month.ts'
import type { Break } from '#lib/domain/statistics/breaks.ts'
import type { TrendStatement } from '#lib/domain/statistics/chance.ts'
import type { AtMost } from '#lib/domain/statistics/nines.ts'

/** What may be said beyond what was posted, in sentences, each with how sure it is. */

/**
 * "Fewer outages than in the year before: 1.9 a month in the 12 months up to October 2026 against 3.1. Chance alone gives such a
 * difference once in 44 cases." Or why nothing can be said.
 */
export function trendSentence({ middle, to, trend, reason, changedAt }: TrendStatement): string {
  const last = formatMonth(monthOf(new Date(to.getTime() - 1)))
  if (trend === null) {
    const start = `Whether outages became more or less frequent in the 12 months up to ${last} can’t be said: `
    return `${start}${changedAt === null ? REASONS[reason ?? 'too few'] : `its reporting changed on ${formatDay(changedAt)}, and what was posted before does not compare`}.`
  }
  const { direction, latestPerMonth, earlierPerMonth, probability, powerForDoubling } = trend
  const rates = `${formatRate(latestPerMonth)} a month in the 12 months up to ${last}`
  const before = `${formatRate(earlierPerMonth)} in the 12 months up to ${formatMonth(monthOf(new Date(middle.getTime() - 1)))}`
  if (direction === 'cannot be told apart')
    return `Whether outages became more or less frequent can’t be told from chance: ${rates} against ${before}. A doubling would have been noticed with a probability of ${percentWords(powerForDoubling)}.`
  const word = direction === 'more' ? 'More' : 'Fewer'
  return `${word} outages than in the year before: ${rates} against ${before}. Chance alone gives such a difference ${onceIn(probability)}.`
}

const REASONS = {
  'not all is known': 'not all of these two years is known',
  'reporting changed': 'its reporting changed',
  'not checked': 'we have not checked yet whether its reporting changed',
  'too few': 'too few were posted',
} satisfies Record<NonNullable<TrendStatement['reason']>, string>

/** "once in 44 cases", rounded so that chance is never said to be rarer than it is. */
function onceIn(probability: number): string {
  const cases = Math.floor(1 / probability)
  return cases >= 1000 ? 'less than once in 1,000 cases' : `once in ${formatInteger(cases)} cases`
}

/** Rounded down, and never certain. */
function percentWords(share: number): string {
  return share < 0.01 ? 'under 1%' : `${Math.min(99, Math.floor(100 * share))}%`
}

/** "The postings alone allow at most 99.87% uptime (two nines) in the known time; …". Null where they set no limit. */
export function atMostSentence({ all, major }: { all: AtMost | null; major: AtMost | null }): string | null {
  if (all === null) return null
  const ofMajor = major === null ? '' : `, or at most ${boundWords(major)} if only major outages count`
  return `The postings alone allow at most ${boundWords(all)} of uptime in the known time${ofMajor}. What was not posted lowers it.`
}

function boundWords({ percent, nines }: AtMost): string {
  return `${percent}% (${nines === 0 ? 'not one nine' : nines === 1 ? 'one nine' : `${NUMBERS[nines] ?? nines} nines`})`
}

const NUMBERS: Readonly<Record<number, string>> = { 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six' }

/** More of them are counted, and the first and the last named. */
const MAX_BREAKS = 4

/**
 * "Reporting changed on May 6, 2022 (a new kind of posting) and on June 3, 2024 (another source): outages before and after each change do
 * not compare." Null for none.
 */
export function breakSentence(breaks: readonly ReportedBreak[]): string | null {
  const changes = [...new Set(breaks.map(changeWords))]
  const [first = ''] = changes
  if (changes.length === 0) return null
  if (changes.length === 1) return `Reporting changed ${first}: outages before and after do not compare.`
  const named =
    changes.length > MAX_BREAKS ? `${changes.length} times, first ${first} and last ${changes.at(-1)}` : listOf(changes)
  return `Reporting changed ${named}: outages before and after each change do not compare.`
}

type ReportedBreak = Pick<Break, 'cause'> & { at: Date; until: Date }

/** "on May 6, 2022 (a new kind of posting)"; of one that took longer, "from May 6, 2022 to May 28, 2022 (…)". */
function changeWords({ at, until, cause }: ReportedBreak): string {
  const [first, last] = [formatDay(at), formatDay(until)]
  return `${first === last ? `on ${first}` : `from ${first} to ${last}`} (${CAUSES[cause]})`
}

const CAUSES = {
  source: 'another source',
  kind: 'a new kind of posting',
  components: 'the list of components doubled',
} satisfies Record<Break['cause'], string>
