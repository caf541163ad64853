import {
  FORECAST_BASES,
  type ForecastBasis,
  forecast,
  newestOfEach,
  type OthersOutage,
  type PastOutage,
  PROMISED,
  REACH,
  similarAmong,
} from './forecast.ts'

/** Minutes after the start of an outage at which its rest is forecast. */
export const ASKED_AT_MINUTES = [0, 30, 60, 120] as const
export type AskedAt = (typeof ASKED_AT_MINUTES)[number]

/** Of so many forecasts with a bound, this many were kept. */
export interface Kept {
  cases: number
  kept: number
}

export interface TrackRecord extends Kept {
  /** How much each bound promised. */
  share: number
  byMinutes: Record<AskedAt, Kept>
  byBasis: Record<ForecastBasis, Kept>
}

/**
 * The rule applied to the past: each outage whose end is known is asked about at each of the minutes that it reached, from what was known
 * at that moment. `own` and `others`, those of the vendor's category, are in order of their starts, newest first.
 */
export function trackRecord(
  own: readonly PastOutage[],
  others: readonly OthersOutage[] = [],
  share: number = PROMISED,
): TrackRecord {
  const record = emptyRecord(share)
  for (const [index, outage] of own.entries()) {
    if (outage.endedAt === null) continue
    const vendor = own.slice(startedBefore(own, index, outage.endedAt), index + REACH)
    const pools = { similar: similarAmong(vendor, outage), vendor, category: [] }
    for (const minutes of ASKED_AT_MINUTES) {
      const at = outage.startedAt + minutes * 60_000
      if (outage.endedAt <= at) break
      const said = forecast(outage, at, pools, share) ?? forecastByOthers(outage, at, others, share)
      if (said === null || said.boundSeconds === null) continue
      const isKept = outage.endedAt - at <= said.boundSeconds * 1000
      for (const count of [record, record.byMinutes[minutes], record.byBasis[said.basis]]) {
        count.cases += 1
        if (isKept) count.kept += 1
      }
    }
  }
  return record
}

function forecastByOthers(outage: PastOutage, at: number, others: readonly OthersOutage[], share: number) {
  const first = others.findIndex(({ startedAt }) => startedAt < at)
  if (first === -1) return null
  return forecast(outage, at, { similar: [], vendor: [], category: newestOfEach(others.slice(first)) }, share)
}

/** What a vendor's forecasts promise from now on, and on what record. */
export interface ForecastRecord {
  /** Of bounds that promise 0.8. */
  promised: TrackRecord
  /** Of the bounds that are given, where they are wider than that. */
  widened: TrackRecord | null
}

/** From so many cases on, a record that is far from the promise is taken for more than chance. */
export const FEWEST_TO_JUDGE = 300
/** A bound that held for fewer is widened. */
const TOO_FEW = 0.75
/** A bound that held for more is wider than it need be, which is said. */
export const MORE_THAN_PROMISED = 0.85
const WIDER = [0.85, 0.9, 0.95, 0.98]

/** The record of the rule; where 0.8 held for too few, that of the narrowest bound that held for 80 percent, else of the widest. */
export function forecastRecord(own: readonly PastOutage[], others: readonly OthersOutage[]): ForecastRecord {
  const promised = trackRecord(own, others)
  if (promised.cases < FEWEST_TO_JUDGE || keptShare(promised) >= TOO_FEW) return { promised, widened: null }
  const wider = WIDER.map((share) => trackRecord(own, others, share))
  return { promised, widened: wider.find((record) => keptShare(record) >= PROMISED) ?? wider.at(-1) ?? null }
}

export function keptShare({ cases, kept }: Kept): number {
  return kept / cases
}

/** The first that began before this moment: some began after this outage, and are known before it is over. */
function startedBefore(own: readonly PastOutage[], index: number, at: number): number {
  let first = index
  while (first > 0 && (own[first - 1] as PastOutage).startedAt < at) first -= 1
  return first
}

/** Several records as one. */
export function addRecords(records: readonly TrackRecord[], share: number = PROMISED): TrackRecord {
  const sum = emptyRecord(share)
  for (const record of records) {
    add(sum, record)
    for (const minutes of ASKED_AT_MINUTES) add(sum.byMinutes[minutes], record.byMinutes[minutes])
    for (const basis of FORECAST_BASES) add(sum.byBasis[basis], record.byBasis[basis])
  }
  return sum
}

function add(sum: Kept, { cases, kept }: Kept): void {
  sum.cases += cases
  sum.kept += kept
}

function emptyRecord(share: number): TrackRecord {
  const none = () => ({ cases: 0, kept: 0 })
  return {
    share,
    ...none(),
    byMinutes: { 0: none(), 30: none(), 60: none(), 120: none() },
    byBasis: { similar: none(), vendor: none(), category: none() },
  }
}
