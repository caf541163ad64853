import { formatDowntime, formatDuration, formatInteger, formatRate, listOf } from '#lib/domain/format.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { type ComparedRates, compareRates } from '#lib/domain/statistics/compare-rates.ts'
import type { KnownMonths } from '#lib/domain/statistics/known-months.ts'
import { FEWEST_MONTHS, type Month, type Rate, rateOf } from '#lib/domain/statistics/rate.ts'
import { kindNoun } from '#lib/text/headline.ts'

/** A vendor in the time that is known for all. */
export interface VendorMonths {
  name: string
  months: KnownMonths
  /** Whether its downtime is a minimum. */
  isMinimum: boolean
}

/** More names than this are counted. */
const MAX_NAMES = 5
const MAX_WITH_RATES = 4

/**
 * "In outages a month, Courier (1.4; 90% interval 1.0 to 2.0) posted fewer than WorkOS (2.6; 1.9 to 3.5). In downtime a month, they
 * cannot be told apart: …" Says of one vendor how it stands to each other, or that too few months are known. Null for fewer than two.
 */
export function rateSentences(
  vendors: readonly VendorMonths[],
  kind: Kind | 'all',
  extreme: 'lowest' | 'highest',
): string | null {
  if (vendors.length < 2) return null
  const counts = compareRates(
    vendors.map(({ months }) => months.counts),
    { isCount: true, extreme },
  )
  if (counts === null)
    return vendors.every(({ months }) => months.counts.length >= FEWEST_MONTHS)
      ? null
      : `Too few months are known for all to say whether they differ by more than chance: it takes ${FEWEST_MONTHS}.`
  const noun = kindNoun(kind, 2)
  const sentences = [
    `In ${noun} a month, ${verdictWords(vendors, counts, {
      word: extreme === 'lowest' ? 'fewer' : 'more',
      rateWords: (vendor) => rateWords(vendor.months.counts, { isCount: true }),
    })}.`,
    kind === 'incident' ? downtimeSentence(vendors, extreme) : null,
  ]
  return sentences.filter((sentence) => sentence !== null).join(' ')
}

function downtimeSentence(vendors: readonly VendorMonths[], extreme: 'lowest' | 'highest'): string | null {
  if (vendors.some(({ isMinimum }) => isMinimum))
    return 'In downtime a month, they cannot be told apart: the end of an outage is not known.'
  const seconds = compareRates(
    vendors.map(({ months }) => months.seconds),
    { isCount: false, extreme },
  )
  if (seconds === null) return null
  const word = extreme === 'lowest' ? 'less' : 'more'
  return `In downtime a month, ${verdictWords(vendors, seconds, {
    word,
    rateWords: (vendor) => rateWords(vendor.months.seconds, { isCount: false }),
  })}.`
}

function verdictWords(
  vendors: readonly VendorMonths[],
  { index, different, alike }: ComparedRates,
  { word, rateWords }: { word: string; rateWords: (vendor: VendorMonths) => string },
): string {
  const isDetailed = vendors.length <= MAX_WITH_RATES
  const named = (indices: number[]) =>
    listOf(
      shortened(
        indices.flatMap((at) => {
          const vendor = vendors[at]
          return vendor === undefined ? [] : `${vendor.name}${isDetailed ? rateWords(vendor) : ''}`
        }),
      ),
    )
  if (vendors.length === 2 && different.length === 0) return `${named([index, ...alike])} cannot be told apart`
  if (different.length === 0) return `${named([index])} cannot be told apart from ${named(alike)}`
  const rest = alike.length === 0 ? '' : `, and cannot be told apart from ${named(alike)}`
  return `${named([index])} posted ${word} than ${named(different)}${rest}`
}

function shortened(names: string[]): string[] {
  if (names.length <= MAX_NAMES) return names
  return [...names.slice(0, MAX_NAMES - 1), `${formatInteger(names.length - MAX_NAMES + 1)} others`]
}

function rateWords(months: readonly Month[], { isCount }: { isCount: boolean }): string {
  const rate = rateOf(months, { isCount })
  return rate === null
    ? ''
    : ` (${isCount ? formatRate(rate.perMonth) : downtimeRate(rate.perMonth)}; ${intervalWords(rate, isCount)})`
}

/** "3h 17m" of downtime a month; "none" only of nothing at all. */
export function downtimeRate(perMonth: number, isMinimum = false): string {
  return formatDowntime(perMonth < 1 ? perMonth : Math.round(perMonth), isMinimum)
}

/** "90% interval 1.0 to 2.0" */
export function intervalWords({ low, high }: Rate, isCount: boolean): string {
  const words = (value: number) => (isCount ? formatRate(value) : formatDuration(Math.round(value)))
  return high === null ? 'no upper limit' : `90% interval ${words(low)} to ${words(high)}`
}
