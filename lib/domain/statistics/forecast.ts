import { OthersLasted, remainingWithin } from './remaining.ts'

/** What the rule needs of an outage; times are milliseconds since the epoch. */
export interface PastOutage {
  startedAt: number
  /** Null while it is open, and where its end is not known: it lasted at least until `seenAt`. */
  endedAt: number | null
  /** The last moment at which it is known to have been open; the end of one that has ended. */
  seenAt: number
  /** The first update after the start that says that a fix is being monitored. */
  mitigatedAt: number | null
  /** Ids of the components that it names. */
  components: readonly (number | string)[]
  impact: string
}

/** Whose outages a forecast rests on. */
export const FORECAST_BASES = ['similar', 'vendor', 'category'] as const
export type ForecastBasis = (typeof FORECAST_BASES)[number]

/** The outages of each basis in order of their starts, newest first. */
export type Pools = Record<ForecastBasis, readonly PastOutage[]>

/** What is said of the rest of an open outage. */
export interface Forecast {
  basis: ForecastBasis
  /** How many outages it rests on: those that lasted longer than this one has so far. */
  count: number
  /** Half of them were over within this time from now. */
  medianSeconds: number
  /** The time from now within which `share` of them were over; null where they do not reach so far. */
  boundSeconds: number | null
  share: number
  /** Whether a fix is being monitored: then only outages in which one was are counted, from that update on. */
  isMitigated: boolean
}

/** What the bound promises, unless a track record asks for more. */
export const PROMISED = 0.8
/** From fewer that have ended, no forecast. */
export const FEWEST_FOR_A_FORECAST = 10
/** The newest: how a vendor worked ten years ago says little of today. */
export const NEWEST = 100
/** How far back the similar ones among a vendor's outages are looked for. */
export const REACH = 400

/** Of one vendor of a category so many at most, so that no other's habits are taken for those of all. */
export const MAX_OF_ONE = 40
export const MAX_OF_CATEGORY = 1_000

/** An outage of another vendor of the category. */
export interface OthersOutage extends PastOutage {
  vendor: number | string
}

/** The outages that a forecast by category rests on: the newest of each vendor. `outages` are newest first. */
export function newestOfEach(outages: readonly OthersOutage[]): OthersOutage[] {
  const counts = new Map<OthersOutage['vendor'], number>()
  const newest: OthersOutage[] = []
  for (const outage of outages) {
    const count = counts.get(outage.vendor) ?? 0
    if (count === MAX_OF_ONE) continue
    counts.set(outage.vendor, count + 1)
    if (newest.push(outage) === MAX_OF_CATEGORY) break
  }
  return newest
}

/**
 * The rest of an outage that is open at `at`, from what was known then: the vendor's newest outages that are similar, else the vendor's
 * newest, else those of its category. What began after `at` is passed over, and what ended later counts as open. Null where even the
 * category has too few.
 */
export function forecast(
  outage: Pick<PastOutage, 'startedAt' | 'mitigatedAt'>,
  at: number,
  pools: Pools,
  share: number = PROMISED,
): Forecast | null {
  for (const basis of FORECAST_BASES) {
    const said = forecastFrom(basis, outage, at, pools[basis], share)
    if (said !== null) return said
  }
  return null
}

function forecastFrom(
  basis: ForecastBasis,
  outage: Pick<PastOutage, 'startedAt' | 'mitigatedAt'>,
  at: number,
  pool: readonly PastOutage[],
  share: number,
): Forecast | null {
  const mitigatedAt = mitigatedBy(outage, at)
  const lasted = new OthersLasted((at - (mitigatedAt ?? outage.startedAt)) / 1000)
  for (const other of pool) {
    if (lasted.count === NEWEST) break
    if (other !== outage && other.startedAt < at) addLasted(lasted, other, at, mitigatedAt !== null)
  }
  const left = lasted.inOrder()
  if (left.finishedCount < FEWEST_FOR_A_FORECAST) return null
  const medianSeconds = remainingWithin(left, 0.5)
  if (medianSeconds === null) return null
  const boundSeconds = remainingWithin(left, share)
  return { basis, count: lasted.count, medianSeconds, boundSeconds, share, isMitigated: mitigatedAt !== null }
}

/**
 * Adds how long an outage lasted, as known at `at`: from its mitigation where this one has a fix. For one without a fix, an outage that
 * had one by the time that this one has lasted is not like it.
 */
function addLasted(lasted: OthersLasted, outage: PastOutage, at: number, isMitigated: boolean): void {
  const mitigatedAt = mitigatedBy(outage, at)
  const isOther = isMitigated
    ? mitigatedAt === null
    : mitigatedAt !== null && (mitigatedAt - outage.startedAt) / 1000 <= lasted.elapsed
  if (isOther) return
  const from = isMitigated && mitigatedAt !== null ? mitigatedAt : outage.startedAt
  const isEnded = outage.endedAt !== null && outage.endedAt <= at
  const until = isEnded && outage.endedAt !== null ? outage.endedAt : Math.min(outage.seenAt, at)
  lasted.add((until - from) / 1000, !isEnded)
}

function mitigatedBy({ mitigatedAt }: Pick<PastOutage, 'mitigatedAt'>, at: number): number | null {
  return mitigatedAt !== null && mitigatedAt <= at ? mitigatedAt : null
}

/** Those that name one of the components of this one, or, if this one names none, have its impact. */
export function similarAmong(
  outages: readonly PastOutage[],
  { components, impact }: Pick<PastOutage, 'components' | 'impact'>,
): PastOutage[] {
  if (components.length === 0) return outages.filter((outage) => outage.impact === impact)
  const named = new Set(components)
  return outages.filter((outage) => outage.components.some((id) => named.has(id)))
}
