import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import type { DurationBasis } from '#lib/domain/incident.ts'
import { CLOSING, deriveSpan } from '#lib/domain/span.ts'
import { ANNOUNCEMENT_WORDS } from './state-words.ts'

/** A value of an incident, or of one of its updates, that is not understood. */
export interface Doubt {
  about: 'state' | 'update' | 'time'
  /** As `unclear` says it: 'unknown status "x"'. */
  text: string
  /** The word that is not known; null where that is not the reason. */
  word: string | null
}

/**
 * The incident as it counts. Planned work that was called off or put off did not take place: it is a notice. Otherwise `unclear`
 * if it rests on what is not understood: a time, or a word without which it would be open or planned.
 * A word that a later one or a stated end overrides is only a warning.
 */
export function judge(incident: ParsedIncident, doubts: readonly Doubt[]): ParsedIncident {
  if (incident.kind === 'maintenance' && ANNOUNCEMENT_WORDS.has(incident.sourceStatus?.toLowerCase() ?? ''))
    return { ...incident, kind: 'notice' }
  if (doubts.length === 0 || incident.unclear !== null || incident.kind === 'notice') return incident
  const { basis } = deriveSpan(incident)
  const complaint =
    doubts.find(({ about }) => about === 'time' || (about === 'update' && basis === 'undated')) ??
    (isUndecided(incident, basis) ? doubts.find((one) => matters(one, incident)) : undefined)
  return complaint === undefined ? incident : { ...incident, unclear: complaint.text }
}

/** Whether no known word and no stated end says how far it has got. */
function isUndecided({ kind, status, statedEndedAt, updates }: ParsedIncident, basis: DurationBasis): boolean {
  if (status !== null) return false
  if (kind === 'maintenance') return statedEndedAt === null && !updates.some((one) => CLOSING.includes(one.status))
  return basis === 'ongoing'
}

/** A lost update matters where the incident has no word of its own, any other word if it is the newest. */
function matters({ about, word }: Doubt, { sourceStatus, updates }: ParsedIncident): boolean {
  if (about === 'update') return sourceStatus === null
  if (word === null) return updates.every(({ status }) => status === null)
  return word === sourceStatus || word === updates.findLast((update) => update.sourceStatus !== null)?.sourceStatus
}
