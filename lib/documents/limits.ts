import type { ParsedIncident } from '#lib/adapters/adapter.ts'

/**
 * Incidents per document. The largest real list known has 1,500; a 25 MB archive, the largest body that is accepted,
 * holds at most about this many even with one short update each.
 */
export const MAX_INCIDENTS = 100_000

/** Updates per incident; the longest real timeline known has 63. */
const MAX_UPDATES = 1_000

const MAX_TITLE = 2_000
/**
 * Postgres refuses to index a text with more than a megabyte of distinct words; the longest real body known has 12,000
 * characters.
 */
const MAX_BODY = 200_000
/** Ids and addresses are part of an index entry, which is limited to 2,700 bytes. */
const MAX_ID = 500
const MAX_URL = 2_000

const EARLIEST = Date.UTC(1970, 0, 1)
const LATEST = Date.UTC(9999, 0, 1)

/** Why an incident cannot be stored, as a sentence for the quarantine page; null when it can. */
export function findComplaint(incident: ParsedIncident): string | null {
  if (incident.externalId === '' || isTooLong(incident.externalId, MAX_ID)) return 'it has no usable id'
  if (incident.title.length > MAX_TITLE)
    return `its title has ${incident.title.length} characters; the limit is ${MAX_TITLE}`
  if (incident.updates.length > MAX_UPDATES)
    return `it has ${incident.updates.length} updates; the limit is ${MAX_UPDATES}`
  if (incident.sourceUrl !== null && isTooLong(incident.sourceUrl, MAX_URL)) return 'its address is too long'
  if (incident.otherIds.some((id) => id === '' || isTooLong(id, MAX_ID))) return 'one of its further ids is not usable'
  if (incident.components.some(({ externalId }) => isTooLong(externalId, MAX_ID)))
    return 'the id of a component is too long'
  const unusable = findUnusableDate(incident)
  if (unusable !== null) return `its ${unusable} is not a time between 1970 and 9999`
  for (const { externalId, postedAt, modifiedAt, body } of incident.updates) {
    if (externalId === '' || isTooLong(externalId, MAX_ID)) return 'an update has no usable id'
    if (body.length > MAX_BODY)
      return `the text of update ${externalId} has ${body.length} characters; the limit is ${MAX_BODY}`
    if (!isUsable(postedAt) || !isUsable(modifiedAt))
      return `a time of update ${externalId} is not between 1970 and 9999`
  }
  return null
}

/** Removes what Postgres refuses in a text: U+0000 is dropped, a lone surrogate becomes U+FFFD. */
export function cleanText<T extends string | null>(text: T): T {
  if (text === null) return text
  if (text.isWellFormed() && !text.includes('\0')) return text
  return text.replaceAll('\0', '').toWellFormed() as T
}

function isTooLong(text: string, limit: number): boolean {
  return text.length > limit || !text.isWellFormed() || text.includes('\0')
}

function findUnusableDate(incident: ParsedIncident): string | null {
  if (!isUsable(incident.statedStartedAt)) return 'start'
  if (!isUsable(incident.statedEndedAt)) return 'end'
  if (!isUsable(incident.scheduledFrom)) return 'scheduled start'
  if (!isUsable(incident.scheduledUntil)) return 'scheduled end'
  if (!isUsable(incident.startedAfter)) return 'earliest start'
  if (!isUsable(incident.startedBefore)) return 'latest start'
  if (!isUsable(incident.modifiedAt)) return 'time of modification'
  for (const { from, to } of incident.components) {
    if (!isUsable(from)) return "component's start"
    if (!isUsable(to)) return "component's end"
  }
  return null
}

function isUsable(date: Date | null): boolean {
  return date === null || (date.getTime() >= EARLIEST && date.getTime() < LATEST)
}
