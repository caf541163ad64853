import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import { formatInteger, formatMonth, formatShortMonth, formatSum } from '#lib/domain/format.ts'
import { IMPACTS, type Impact } from '#lib/domain/incident.ts'
import { maxOf } from '#lib/domain/many.ts'
import type { ByImpact } from '#lib/domain/severity.ts'

/** What a monthly chart counts: incidents, or seconds of downtime. */
export type MonthMeasure = 'incidents' | 'downtime'

/**
 * One month of a chart; null where nothing is known of it. `isMinimum`: the true value is higher by an unknown amount.
 * `byImpact`: the value divided by impact, where the chart shows that.
 */
export type MonthValue = readonly [month: string, value: number | null, isMinimum?: boolean, byImpact?: ByImpact]

/** A monthly chart, and where each month links to. */
export interface MonthSeries {
  title: string
  measure: MonthMeasure
  months: MonthValue[]
  /** Appending a month to this gives the address of the page narrowed to that month. */
  linkBase: string
  /** The highest value among charts that share a scale for comparison; without it, the chart has its own. */
  highest?: number
  /** Months in which reporting changed: what stands before and after does not compare. */
  marks?: string[]
}

/** A chart's series as it stands in a page: the months in one short text. */
export type PackedSeries = Omit<MonthSeries, 'months'> & { months: string }

/** How a page writes each impact. */
const LETTERS = { critical: 'c', major: 'm', unknown: 'u', minor: 'l', none: 'n' } as const satisfies Record<
  Impact,
  string
>

/**
 * "2024-07:3c1l2,0,,2+": the values of consecutive months, empty where nothing is known, "+" where the value is a minimum, then
 * the part of each impact. A month is named where it does not follow the one before.
 */
export function packSeries({ months, ...series }: MonthSeries): PackedSeries {
  const packed = months.map(([month, value, isMinimum, byImpact], index) => {
    const name = month === monthAfter(months[index - 1]?.[0]) ? '' : `${month}:`
    const parts = partsOf(byImpact).map((part) => LETTERS[part.impact] + part.value)
    return `${name}${value ?? ''}${isMinimum ? '+' : ''}${parts.join('')}`
  })
  return { ...series, months: packed.join(',') }
}

export function readSeries({ months, ...series }: PackedSeries): MonthSeries {
  let month: string | undefined
  const read = months.split(',').map((entry): MonthValue => {
    const [, name, value = '', plus, parts = ''] = /^(?:(\d{4}-\d\d):)?(\d*)(\+?)((?:[a-z]\d+)*)$/.exec(entry) ?? []
    month = name ?? monthAfter(month)
    const plain = [month ?? '', value === '' ? null : Number(value), plus === '+'] as const
    return parts === '' ? plain : [...plain, readParts(parts)]
  })
  return { ...series, months: months === '' ? [] : read }
}

function readParts(text: string): ByImpact {
  const parts = [...text.matchAll(/([a-z])(\d+)/g)]
  return Object.fromEntries(
    parts.map(([, letter, value]) => [IMPACTS.find((impact) => LETTERS[impact] === letter), Number(value)]),
  )
}

/** The impacts that have a part, the worst first. */
export function partsOf(byImpact: ByImpact | undefined): { impact: Impact; value: number }[] {
  if (byImpact === undefined) return []
  return IMPACTS.toReversed().flatMap((impact) => {
    const value = byImpact[impact] ?? 0
    return value === 0 ? [] : { impact, value }
  })
}

/** "2 major, 1 not rated"; "" for no parts. */
export function partsText(measure: MonthMeasure, byImpact: ByImpact | undefined): string {
  return partsOf(byImpact)
    .map(({ impact, value }) => `${valueText(measure, value)} ${IMPACT_WORDS[impact].toLowerCase()}`)
    .join(', ')
}

function monthAfter(month: string | undefined): string | undefined {
  if (month === undefined) return undefined
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** In pixels, shared by the server's drawing and the interactive one so that size and lines match. */
export const CHART = { height: 150, top: 14, base: 132, labels: 147 } as const

/** Keeps the bars of a chart with few months narrow enough to look like bars. */
export const FEWEST_SLOTS = 6

/** The gap on either side of a bar, in percent of its slot. */
export const BAR_GAP = 8

/** The slot of a month among `count`, in percent of the chart's width. */
export function slotOf(index: number, count: number): { x: string; width: string } {
  const width = 100 / Math.max(count, FEWEST_SLOTS)
  return { x: percent(index * width), width: percent(width) }
}

/** The bar inside that slot. */
export function barOf(index: number, count: number): { x: string; width: string } {
  const width = 100 / Math.max(count, FEWEST_SLOTS)
  return { x: percent((index + BAR_GAP / 100) * width), width: percent(width * (1 - (2 * BAR_GAP) / 100)) }
}

/** The month whose slot a click hit; null outside all slots. */
export function monthAt(
  click: { clientX: number; currentTarget: Element },
  months: readonly MonthValue[],
): string | null {
  const { left, width } = click.currentTarget.getBoundingClientRect()
  const index = Math.floor(((click.clientX - left) / width) * Math.max(months.length, FEWEST_SLOTS))
  return months[index]?.[0] ?? null
}

export function yOf(value: number, top: number): number {
  return Math.round((CHART.base - (value / top) * (CHART.base - CHART.top)) * 10) / 10
}

/** The value of the top grid line. The second line marks half of it; both are round numbers in their unit. */
export function topOf(measure: MonthMeasure, months: readonly MonthValue[], atLeast = 1): number {
  const highest = maxOf(
    months.map(([, value]) => value ?? 0),
    Math.max(1, atLeast),
  )
  const unit = unitOf(measure, highest)
  const half = highest / unit / 2
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(half)))
  const step = [1, 2, 3, 4, 5, 8, 10].find((digit) => digit * magnitude >= half) ?? 10
  return 2 * step * magnitude * unit
}

/** "3", "10 h", "30 m" */
export function tickText(measure: MonthMeasure, value: number, top: number): string {
  const unit = unitOf(measure, top)
  return `${formatInteger(value / unit)}${unit === 3600 ? ' h' : unit === 60 ? ' m' : ''}`
}

/** "4", "1h 17m", "at least 1h 17m", "none", "no data" */
export function valueText(measure: MonthMeasure, value: number | null, isMinimum?: boolean): string {
  if (value === null) return 'no data'
  // A month's outages may all lack a reported duration.
  if (value === 0 && !isMinimum) return measure === 'incidents' ? 'none' : 'none reported'
  return measure === 'incidents' ? formatInteger(value) : formatSum(value, isMinimum)
}

/** The label under a month, null for most; `wideOnly` where a narrow screen has no room for it. */
export function labelOf(index: number, months: readonly MonthValue[]): { text: string; wideOnly: boolean } | null {
  const month = months[index]?.[0] ?? ''
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  if (months.length <= 6) return { text: index === 0 ? formatShortMonth(month) : shortName(month), wideOnly: false }
  if (months.length <= 36) {
    if (number === 1) return { text: formatShortMonth(month), wideOnly: false }
    return number % 3 === 1 ? { text: shortName(month), wideOnly: number !== 7 } : null
  }
  const everyYears = Math.ceil(months.length / 120)
  return number === 1 && year % everyYears === 0 ? { text: String(year), wideOnly: false } : null
}

function shortName(month: string): string {
  return formatMonth(month).slice(0, 3)
}

function unitOf(measure: MonthMeasure, highest: number): number {
  if (measure === 'incidents') return 1
  return highest > 3600 ? 3600 : 60
}

function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`
}
