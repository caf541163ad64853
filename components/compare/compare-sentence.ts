import { FEWEST_DAYS } from '#lib/domain/coverage.ts'
import { formatDuration, formatInteger, listOf, namesOf } from '#lib/domain/format.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { compareRates } from '#lib/domain/statistics/compare-rates.ts'
import type { ComparedVendor, ComparisonView, HistoryView } from '#lib/queries/schemas.ts'
import { rateSentences } from '#lib/text/chance/rate-words.ts'
import { lengthWords } from '#lib/text/coverage-words.ts'
import { narrowingPhrases } from '#lib/text/filter-words.ts'
import { kindCount, kindNoun, type Sentence } from '#lib/text/headline.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'

const SECONDS_PER_DAY = 86_400

const NOUNS = {
  incident: 'downtime',
  maintenance: 'maintenance',
  notice: 'notices',
  all: 'postings',
} satisfies Record<Kind | 'all', string>

interface Weighed {
  name: string
  common: Omit<ComparedVendor['common'], 'months'> & Partial<Pick<ComparedVendor['common'], 'months'>>
  history: Pick<HistoryView, 'unknownImpactCount'>
}

/** What is compared, for the sentences of a page and of texts that cite it. */
export interface Comparison {
  vendors: Weighed[]
  kind: Kind | 'all'
  commonSeconds: number
  /** The window in words, "in the last 2 years". */
  label: string
  /** Which incidents are counted, see `narrowingPhrases`. */
  narrowing: string[]
}

export function comparisonOf({ vendors, common, window }: ComparisonView, filter: HistoryFilter): Comparison {
  return {
    vendors,
    kind: filter.kind,
    commonSeconds: common.seconds,
    label: window.label,
    narrowing: narrowingPhrases(filter),
  }
}

/**
 * "Over the 18.1 months known for both, Courier posted less: 31h 2m of downtime against WorkOS’s 59h 4m." Null for fewer
 * than two vendors: there is nothing to compare.
 */
export function compareSentence(comparison: Comparison): Sentence | null {
  const { vendors, kind, commonSeconds, narrowing } = comparison
  const [least, next, ...others] = vendors.toSorted((a, b) => a.common.downtimeSeconds - b.common.downtimeSeconds)
  if (least === undefined || next === undefined) return null
  const reason = whyNotWeighed(comparison)
  if (reason !== null) return sentence(reason)
  const noun = NOUNS[kind]
  const most = others.at(-1) ?? next
  const counting = narrowing.length === 0 ? '' : `counting ${kindNoun(kind, 2)} ${narrowing.join(', ')}, `
  const start: Piece[] = ['Over the ', [lengthWords(commonSeconds)], ` known for ${bothOf(vendors)}, ${counting}`]
  if (most.common.downtimeSeconds === 0 && !vendors.some(isMinimum))
    return sentence(...start, `none of them posted any ${noun}.`)
  if (most.common.downtimeSeconds === least.common.downtimeSeconds) {
    if (!vendors.some(isMinimum))
      return sentence(...start, 'they posted the same amount: ', ...total(least, noun), ' each.')
    const each = vendors.flatMap((vendor, index): Piece[] => [
      index === 0 ? '' : ', ',
      ...lengthOf(vendor),
      ` (${vendor.name})`,
    ])
    return sentence(...start, `we can’t tell who posted less ${noun}: `, ...each, '.')
  }
  const subject: Piece[] =
    least.common.downtimeSeconds === next.common.downtimeSeconds
      ? [[least.name], ' and ', [next.name], ` are tied for the least ${noun}: `]
      : [[least.name], ` posted ${others.length === 0 ? 'less' : 'the least'} ${noun}: `]
  const against: Piece[] = [
    ` against ${most.name}’s `,
    ...lengthOf(most),
    isChance(vendors, least, most) ? CHANCE : '.',
  ]
  const first = vendors.filter(({ common }) => common.downtimeSeconds < most.common.downtimeSeconds)
  return sentence(...start, ...subject, ...amount(least), ...against, ...doubt(first))
}

/**
 * "This is based on 8 outages at Courier (the longest makes up 37% of the time) and 12 at WorkOS." Null where
 * no vendors are compared, and where nothing was posted.
 */
export function restsOnSentence(comparison: Comparison): string | null {
  const { vendors, kind } = comparison
  if (vendors.length < 2 || whyNotWeighed(comparison) !== null) return null
  if (vendors.every(({ common }) => common.downtimeSeconds === 0)) return null
  const counts = vendors.map(({ name, common }, index) => {
    const count = index === 0 ? kindCount(common.incidentCount, kind) : formatInteger(common.incidentCount)
    const share = Math.round((100 * common.longestSeconds) / common.downtimeSeconds)
    if (common.incidentCount < 2 || common.downtimeSeconds === 0) return `${count} at ${name}`
    return `${count} at ${name} (the longest makes up ${share}% of the time)`
  })
  return `This is based on ${listOf(counts)}.`
}

/**
 * "Not included, because no duration was reported: 3 outages at Courier and 2 at WorkOS." Null where every outage of the common
 * time has one, and where no vendors are compared.
 */
export function unreportedSentence(comparison: Comparison): string | null {
  const { vendors, kind } = comparison
  const lacking = vendors.filter(({ common }) => common.unknownDurationCount > 0)
  if (lacking.length === 0 || vendors.length < 2 || whyNotWeighed(comparison) !== null) return null
  const counts = lacking.map(({ name, common: { unknownDurationCount: count } }, index) =>
    index === 0 ? `${kindCount(count, kind)} at ${name}` : `${formatInteger(count)} at ${name}`,
  )
  return `Not included, because no duration was reported: ${listOf(counts)}.`
}

/** Whether the difference is more than chance gives; null where no vendors are compared. */
function chanceSentence(comparison: Comparison): string | null {
  if (comparison.vendors.length < 2 || whyNotWeighed(comparison) !== null) return null
  const vendors = comparison.vendors.flatMap(({ name, common: { months, downtimeIsMinimum } }) =>
    months === undefined ? [] : { name, months, isMinimum: downtimeIsMinimum },
  )
  return rateSentences(vendors, comparison.kind, 'lowest')
}

/** What the verdict rests on and leaves out. */
export function comparisonCaveats(comparison: Comparison): string | null {
  const caveats = [restsOnSentence(comparison), chanceSentence(comparison), unreportedSentence(comparison)].filter(
    (caveat) => caveat !== null,
  )
  return caveats.length === 0 ? null : caveats.join(' ')
}

/** All of it, for places without figures beside them; null for fewer than two vendors. */
export function comparisonSummary(comparison: Comparison): string | null {
  const sentence = compareSentence(comparison)
  return sentence && [sentence.text, comparisonCaveats(comparison) ?? ''].join(' ').trim()
}

/**
 * Null where the vendors can be compared. They cannot when an impact filter leaves out outages without an impact, or when one
 * vendor reports no durations at all: the vendor that says least would win.
 */
function whyNotWeighed({ vendors, kind, commonSeconds, label }: Comparison): string | null {
  if (commonSeconds === 0) return `No time ${label} is known for ${bothOf(vendors)}, so they can’t be compared.`
  const ungraded = vendors.filter(({ history }) => history.unknownImpactCount > 0)
  if (ungraded.length > 0) return `${ungradedWords(ungraded, kind)} ${label}, so they can’t be compared by impact.`
  if (commonSeconds < FEWEST_DAYS * SECONDS_PER_DAY)
    return `Only ${lengthWords(commonSeconds)} ${label} are known for ${bothOf(vendors)}, which is too little to compare them.`
  const silent = vendors.filter(
    ({ common }) => common.incidentCount > 0 && common.unknownDurationCount === common.incidentCount,
  )
  if (silent.length === 0) return null
  return `Over the ${lengthWords(commonSeconds)} known for ${bothOf(vendors)}, ${namesOf(silent)} reported no duration for any ${kindNoun(kind, 1)}, so they can’t be compared.`
}

function bothOf(vendors: Weighed[]): string {
  return vendors.length === 2 ? 'both' : 'all of them'
}

/** "Courier gave no impact to 17 outages and WorkOS to 24 outages" */
function ungradedWords(vendors: Weighed[], kind: Kind | 'all'): string {
  const counts = vendors.map(({ name, history }, index) => {
    const count = kindCount(history.unknownImpactCount, kind)
    return index === 0 ? `${name} gave no impact to ${count}` : `${name} to ${count}`
  })
  return listOf(counts)
}

/** Without the noun, which the sentence has already named. */
function amount(vendor: Weighed): Piece[] {
  return vendor.common.downtimeSeconds === 0 && !isMinimum(vendor) ? [['none']] : lengthOf(vendor)
}

function total(vendor: Weighed, noun: string): Piece[] {
  const isNone = vendor.common.downtimeSeconds === 0 && !isMinimum(vendor)
  return isNone ? [[`no ${noun}`]] : [...lengthOf(vendor), ` of ${noun}`]
}

function lengthOf(vendor: Weighed): Piece[] {
  const seconds = vendor.common.downtimeSeconds
  return isMinimum(vendor)
    ? ['at least ', [seconds < 60 ? '0m' : formatDuration(seconds)]]
    : [[formatDuration(seconds)]]
}

function isMinimum({ common }: Weighed): boolean {
  return common.downtimeIsMinimum
}

const CHANCE = ', a difference that chance alone may give.'

/** By the same verdicts as `chanceSentence`, which stands beside it. */
function isChance(vendors: Weighed[], least: Weighed, most: Weighed): boolean {
  if (isMinimum(least) || isMinimum(most)) return false
  const seconds = vendors.flatMap(({ common: { months } }) => (months === undefined ? [] : [months.seconds]))
  if (seconds.length < vendors.length) return false
  const compared = compareRates(seconds, { isCount: false, extreme: 'lowest' })
  return compared?.alike.includes(vendors.indexOf(most)) ?? false
}

/** When figures are minima, the vendor that posted less may in fact have posted more. */
function doubt(ahead: Weighed[]): Piece[] {
  const unknown = ahead.filter(isMinimum)
  if (unknown.length === 0) return []
  return [` The order may differ: we don’t know the full total for ${listOf(unknown.map(({ name }) => name))}.`]
}

/** A piece in an array is emphasised. */
type Piece = string | [string]

function sentence(...pieces: Piece[]): Sentence {
  const parts = pieces.map((piece) =>
    typeof piece === 'string' ? { text: piece, strong: false } : { text: piece[0], strong: true },
  )
  return { parts, text: parts.map(({ text }) => text).join('') }
}
