import type { History } from '#lib/domain/history.ts'

/** With fewer durations, the 90th percentile is the longest of them. */
const FEWEST_FOR_P90 = 10

/** The 90th percentile in seconds where a page shows it; null for none, or too few durations. */
export function p90Shown({
  durationCount,
  p90DurationSeconds,
}: Pick<History, 'durationCount' | 'p90DurationSeconds'>): number | null {
  return durationCount < FEWEST_FOR_P90 ? null : p90DurationSeconds
}
