import type { Period, Status } from '#lib/domain/incident.ts'
import { isAfter, secondsBetween } from '#lib/domain/instant.ts'
import { FINISHED, type OpenSpan, spanAt } from '#lib/domain/span.ts'

/** How a vendor reports: figures with the counts that they rest on, and no grade. The rules are those of /methodology#candour. */

export interface CandourIncident extends OpenSpan {
  id: string
  /** The earliest start that the source states. */
  statedStartedAt: Date | null
  /** A window that the vendor's text states. */
  statedWindow: Period | null
  /** Those in force, oldest first. */
  updates: { postedAt: Date; status: Status | null }[]
  /** Postings, withdrawn ones too, whose source was read again after them, so that an edit was seen; and how many of them were edited. */
  updateCount: number
  editedCount: number
  /** Whether its source was read again after it, so that a withdrawal was seen. */
  isReadAgain: boolean
  isWithdrawn: boolean
}

/** A count, and of how many. */
export interface Share {
  count: number
  of: number
}

export interface Candour {
  /** Incidents whose first posting says that they are over, or came after their end; of those with a posting. */
  firstPostedWhenOver: Share
  /** Between one posting and the next, while the incident was open. Null under 5 gaps. */
  gaps: { count: number; medianSeconds: number | null }
  /** The longest time without a posting while an incident was open; null where none had a posting and a length. */
  longestSilence: { id: string; seconds: number } | null
  /** Incidents whose stated start is a minute or more before the first posting; of those that state one. */
  lag: Share & { medianSeconds: number | null }
  /** Postings that were edited after they had been read. */
  editedUpdates: Share
  withdrawnIncidents: Share
  /** Incidents whose text states a window and that have a duration: how the first compares with the second. */
  stated: { count: number; shorter: number; same: number; longer: number; statedSeconds: number; postedSeconds: number }
}

/** With fewer values, a median is mostly chance. */
const FEWEST_FOR_A_MEDIAN = 5
/** Platforms that fill in the start by themselves are up to this far from the first posting. */
const LEAST_LAG_SECONDS = 60
/** People round the times that they write. */
const SAME_WITHIN_SECONDS = 300

/** The figures of these incidents as they stood at `asOf`; their updates must have been posted before. */
export function computeCandour(incidents: readonly CandourIncident[], asOf: Date): Candour {
  const posted = incidents.flatMap((incident) => timelineOf(incident, asOf))
  const gaps = posted.flatMap((timeline) => timeline.gaps)
  const lags = posted.flatMap(({ lag }) => lag ?? [])
  const late = lags.filter((seconds) => seconds >= LEAST_LAG_SECONDS)
  return {
    firstPostedWhenOver: { count: posted.filter(({ isLate }) => isLate).length, of: posted.length },
    gaps: { count: gaps.length, medianSeconds: medianOf(gaps) },
    longestSilence: longestOf(posted),
    lag: { count: late.length, of: lags.length, medianSeconds: medianOf(late) },
    editedUpdates: {
      count: sumOf(incidents.map(({ editedCount }) => editedCount)),
      of: sumOf(incidents.map(({ updateCount }) => updateCount)),
    },
    withdrawnIncidents: {
      count: incidents.filter(({ isWithdrawn }) => isWithdrawn).length,
      of: incidents.filter(({ isReadAgain }) => isReadAgain).length,
    },
    stated: compareStated(incidents, asOf),
  }
}

interface Timeline {
  id: string
  isLate: boolean
  /** From one posting to the next; while it was open. */
  gaps: number[]
  /** The longest of them, and the time from the last posting to the end. */
  silence: number | null
  /** From the stated start to the first posting; null without one. */
  lag: number | null
}

/** None for an incident without a posting or a start. */
function timelineOf(incident: CandourIncident, asOf: Date): Timeline[] {
  const { startedAt, endedAt, countedUntil } = spanAt(incident, asOf)
  const [first] = incident.updates
  if (first === undefined || startedAt === null || isAfter(startedAt, asOf)) return []
  const isOver =
    FINISHED.includes(first.status) ||
    (endedAt !== null && isAfter(endedAt, startedAt) && isAfter(first.postedAt, endedAt))
  const inside = incident.updates.filter(({ postedAt }) => countedUntil !== null && !isAfter(postedAt, countedUntil))
  const gaps = inside
    .slice(1)
    .map(({ postedAt }, index) => secondsBetween(inside[index]?.postedAt ?? postedAt, postedAt))
  const last = inside.at(-1)
  const rest = last === undefined || countedUntil === null ? [] : [secondsBetween(last.postedAt, countedUntil)]
  const silences = isOver ? [] : [...gaps, ...rest]
  const { statedStartedAt } = incident
  return [
    {
      id: incident.id,
      isLate: isOver,
      gaps: isOver ? [] : gaps,
      silence: silences.length === 0 ? null : silences.reduce((a, b) => Math.max(a, b)),
      lag: statedStartedAt === null ? null : Math.max(0, secondsBetween(statedStartedAt, first.postedAt)),
    },
  ]
}

function compareStated(incidents: readonly CandourIncident[], asOf: Date): Candour['stated'] {
  const stated = { count: 0, shorter: 0, same: 0, longer: 0, statedSeconds: 0, postedSeconds: 0 }
  for (const incident of incidents) {
    const { durationSeconds, durationIsMinimum, endedAt } = spanAt(incident, asOf)
    if (incident.statedWindow === null || durationSeconds === null || durationIsMinimum || endedAt === null) continue
    const seconds = secondsBetween(incident.statedWindow.from, incident.statedWindow.to)
    const difference = seconds - durationSeconds
    stated.count += 1
    stated.statedSeconds += seconds
    stated.postedSeconds += durationSeconds
    if (Math.abs(difference) <= SAME_WITHIN_SECONDS) stated.same += 1
    else if (difference < 0) stated.shorter += 1
    else stated.longer += 1
  }
  return stated
}

/** The oldest of equals, as everywhere: they come oldest first. */
function longestOf(timelines: Timeline[]): Candour['longestSilence'] {
  let longest: Candour['longestSilence'] = null
  for (const { id, silence } of timelines)
    if (silence !== null && silence > 0 && (longest === null || silence > longest.seconds))
      longest = { id, seconds: silence }
  return longest
}

/** Nearest rank; null for too few. */
function medianOf(values: number[]): number | null {
  if (values.length < FEWEST_FOR_A_MEDIAN) return null
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? null
}

function sumOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
