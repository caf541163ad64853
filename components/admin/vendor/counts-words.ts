import { formatCount, formatDay } from '#lib/domain/format.ts'

export interface PreviewCounts {
  incidents: number
  /** The first and the last known start. */
  from: Date | null
  to: Date | null
}

/** "it lists 60 incidents, from Jan 1, 2025 to Mar 1, 2025."; claims that there are none only of a page that was read whole. */
export function countsWords({ incidents, from, to }: PreviewCounts, isWhole: boolean): string {
  if (incidents === 0) return isWhole ? 'it lists no incidents at present.' : 'no incident could be read.'
  const listed = `it lists ${formatCount(incidents, 'incident')}`
  if (from === null || to === null) return `${listed}, without dates.`
  const days = [formatDay(from), formatDay(to)]
  return days[0] === days[1] ? `${listed}, of ${days[0]}.` : `${listed}, from ${days[0]} to ${days[1]}.`
}
