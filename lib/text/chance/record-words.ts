import { formatCount, formatInteger } from '#lib/domain/format.ts'
import {
  FEWEST_TO_JUDGE,
  type ForecastRecord,
  type Kept,
  keptShare,
  MORE_THAN_PROMISED,
} from '#lib/domain/statistics/track-record.ts'

/** With fewer cases, a percentage says more about chance than about the rule. */
const FEWEST_CASES = 30

/** "79%"; null for too few cases. */
export function keptPercent(record: Kept): string | null {
  return record.cases < FEWEST_CASES ? null : percent(keptShare(record))
}

/** "Promised 80%, kept 79% of 4,403 cases." Or that too few cases are known. */
export function keptWords(record: Kept, share: number): string {
  if (record.cases === 0)
    return 'No forecast can be checked yet: none of the outages on record has ten like it before it.'
  if (record.cases < FEWEST_CASES)
    return `Promised ${percent(share)}, kept ${formatInteger(record.kept)} of ${formatCount(record.cases, 'case')}: too few to judge.`
  return `Promised ${percent(share)}, kept ${percent(keptShare(record))} of ${formatInteger(record.cases)} cases.`
}

/** What follows from a vendor's record; empty where nothing does. */
export function recordSentence({ promised, widened }: ForecastRecord): string {
  if (widened !== null)
    return `The bound held for too few, so forecasts now give the time within which ${percent(widened.share)} were over: it would have held for ${percent(keptShare(widened))}.`
  const isMore = promised.cases >= FEWEST_TO_JUDGE && keptShare(promised) > MORE_THAN_PROMISED
  return isMore ? 'The bound is wider than it need be: outages were over sooner more often than promised.' : ''
}

/** Rounded down, so that nothing is said to have been kept more often than it was. */
function percent(share: number): string {
  return `${Math.floor(100 * share + 1e-9)}%`
}
