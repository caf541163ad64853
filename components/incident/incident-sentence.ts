import { formatBounds, formatDuration, formatInstant, formatSpan } from '#lib/domain/format.ts'
import type { DurationBasis } from '#lib/domain/incident.ts'
import { secondsBetween } from '#lib/domain/instant.ts'
import { plannedEndOf } from '#lib/domain/span.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import type { Sentence } from '#lib/text/headline.ts'

/** The sentence gives only the start of these. */
const WITHOUT_END: readonly DurationBasis[] = ['ongoing', 'planned']

const NOUNS = { incident: 'outage', maintenance: 'maintenance', notice: 'notice' } as const

/**
 * The duration and how it is known, in one sentence: "Courier’s outage lasted 1h 17m, start to end as reported; mitigated after
 * 23m."
 */
export function incidentSentence(incident: IncidentView): Sentence {
  const { vendorName, kind, durationSeconds, durationIsMinimum, timeToMitigateSeconds } = incident
  const { startedAfter, startedBefore } = incident
  const subject = `${vendorName}’s ${NOUNS[kind]} `
  const length = formatDuration(durationSeconds ?? 0)
  const mitigated: Piece[] =
    timeToMitigateSeconds === null ? ['.'] : ['; mitigated after ', [formatDuration(timeToMitigateSeconds)], '.']
  switch (incident.durationBasis) {
    case 'reported':
      return sentence(subject, 'lasted ', [length], ', start to end as reported', ...mitigated)
    case 'corrected':
      return sentence(subject, 'lasted ', [length], ', as corrected by an admin', ...mitigated)
    case 'ongoing':
      return durationIsMinimum
        ? sentence(subject, 'was still open when its source was last read, after ', [length], ...mitigated)
        : sentence(subject, 'has been open for ', [length], ...mitigated.slice(0, -1), ...untilPlanned(incident))
    case 'planned':
      return sentence(subject, ...planOf(incident))
    case 'seen':
      return sentence(subject, 'lasted at least ', [length], '; its end is not known', ...mitigated)
    case 'unclear':
      return sentence(
        `${vendorName} described this in words that we could not interpret, so its state and duration are `,
        ['not known'],
        '.',
      )
    case 'single':
      return sentence(`${vendorName} posted this only after it was over; `, ['no duration'], ' was reported.')
    case 'undated':
      return sentence(
        `${vendorName} lists this without a time; its place in the list shows that it started `,
        [formatBounds(startedAfter, startedBefore)],
        '.',
      )
    case 'impossible':
      return sentence(
        `${vendorName}’s own times say that this ended before it started, so its duration is `,
        ['not known'],
        '.',
      )
  }
}

/** What a vendor announces, or announced and withdrew. An outage is not planned: its time is ahead of our clock. */
function planOf(incident: IncidentView): Piece[] {
  const { kind, startedAt, withdrawnAt } = incident
  const [start, end] = [startedAt === null ? 'later' : formatInstant(startedAt), plannedEndOf(incident)]
  if (withdrawnAt !== null) return ['was withdrawn before it started; it was planned for ', [start], '.']
  if (kind === 'incident') return ['is dated ', [start], ', ahead of our clock. It is not counted before then.']
  const until: Piece[] = end === null ? [] : [' and to end ', [formatInstant(end)]]
  return ['is scheduled to start ', [start], ...until, '. It is not counted before it starts.']
}

/** "; planned until Nov 29, 2026, 12:00 UTC." */
function untilPlanned(incident: IncidentView): Piece[] {
  const end = plannedEndOf(incident)
  return end === null ? ['.'] : ['; planned until ', [formatInstant(end)], '.']
}

/** One sentence of plain text for previews in chat and search: "Oct 20, 2025, 09:54 → 10:11 UTC. Courier’s outage lasted 17m, …" */
export function incidentSummary(incident: IncidentView): string {
  const { startedAt, endedAt, durationBasis } = incident
  const when =
    startedAt === null
      ? ''
      : `${capital(formatSpan(startedAt, WITHOUT_END.includes(durationBasis) ? null : (endedAt ?? startedAt)))}. `
  const { statedWindow: stated } = incident
  const said =
    stated === null
      ? ''
      : ` The vendor’s text says ${formatDuration(secondsBetween(stated.from, stated.to))}, which is not in the totals.`
  return `${when}${incidentSentence(incident).text}${said}`
}

/** A piece in an array is emphasised. */
type Piece = string | [string]

function sentence(...pieces: Piece[]): Sentence {
  const parts = pieces.map((piece) =>
    typeof piece === 'string' ? { text: piece, strong: false } : { text: piece[0], strong: true },
  )
  return { parts, text: parts.map(({ text }) => text).join('') }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
