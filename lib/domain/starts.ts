import { type HistoryIncident, isInWindow } from './history.ts'
import type { Window } from './window.ts'

/** Each row of the pattern is a weekday, Monday first; each number in it a block of this many hours of the day, UTC. */
export const BLOCK_HOURS = 3
const BLOCKS = 24 / BLOCK_HOURS

export interface StartPattern {
  /** Seven rows of eight counts. */
  counts: number[][]
  /** Incidents with a known start. */
  total: number
}

/** The weekdays and hours at which the incidents of the window began. */
export function countStarts(incidents: HistoryIncident[], window: Window): StartPattern {
  const counts = Array.from({ length: 7 }, () => new Array<number>(BLOCKS).fill(0))
  let total = 0
  for (const incident of incidents) {
    const { startedAt } = incident
    if (startedAt === null || !isInWindow(incident, window)) continue
    const row = counts[(startedAt.getUTCDay() + 6) % 7]
    const block = Math.floor(startedAt.getUTCHours() / BLOCK_HOURS)
    if (row !== undefined) row[block] = (row[block] ?? 0) + 1
    total += 1
  }
  return { counts, total }
}
