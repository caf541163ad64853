import { cutAtWords } from '#lib/alerts/messages/cut.ts'
import { impactWords } from '#lib/alerts/messages/what-happened.ts'
import { formatDuration } from '#lib/domain/format.ts'
import type { DurationBasis, Impact } from '#lib/domain/incident.ts'
import { secondsBetween } from '#lib/domain/instant.ts'
import { incidentPath } from '#lib/url/path.ts'

/** More is cut by every system that shows notifications. */
const MAX_TITLE = 160
const MAX_COMPONENTS = 120

export type PushKind = 'opened' | 'reopened' | 'over'

/** What a message says of its incident, as it is when the message is sent. */
export interface PushedIncident {
  publicId: string
  vendor: string
  vendorName: string
  title: string
  impact: Impact
  startedAt: Date | null
  endedAt: Date | null
  basis: DurationBasis
  isWithdrawn: boolean
  isExcluded: boolean
  components: string[]
}

/** What public/push-worker.js reads. */
export interface PushMessage {
  title: string
  body: string
  /** The permalink, relative to the site. */
  path: string
  /** A later message of the same incident takes the place of an earlier one. */
  tag: string
  /** The vendor of whose incidents the browser is told, for the button that ends that; null for a message that is the last. */
  stops: string | null
}

export function pushMessage(kind: PushKind, incident: PushedIncident): PushMessage {
  const { vendor, vendorName, title, publicId } = incident
  return {
    title: cutAtWords(`${vendorName}: ${title}`, MAX_TITLE),
    body: kind === 'over' ? endSentence(incident) : newsSentence(kind, incident),
    path: incidentPath(vendor, publicId, title),
    tag: `incident-${publicId}`,
    stops: kind === 'over' ? null : vendor,
  }
}

function newsSentence(kind: 'opened' | 'reopened', { impact, components }: PushedIncident): string {
  const sentences = [
    kind === 'opened' ? 'New incident.' : 'Open again.',
    `Impact: ${impactWords(impact)}.`,
    ...(components.length === 0 ? [] : [`Affected: ${cutAtWords(components.join(', '), MAX_COMPONENTS)}.`]),
  ]
  return sentences.join(' ')
}

function endSentence({ vendorName, startedAt, endedAt, basis, isWithdrawn, isExcluded }: PushedIncident): string {
  if (isWithdrawn) return `${vendorName} withdrew this incident.`
  if (isExcluded) return 'This was corrected to “not an outage”.'
  if (basis === 'seen') return `${vendorName} no longer lists this as open. When it ended is not known.`
  const isMeasured = (basis === 'reported' || basis === 'corrected') && startedAt !== null && endedAt !== null
  if (!isMeasured) return 'This is over. How long it lasted was not reported.'
  const words = basis === 'corrected' ? 'as corrected on this site' : 'from start to end as reported'
  return `This is over. It lasted ${formatDuration(secondsBetween(startedAt, endedAt))}, ${words}.`
}
