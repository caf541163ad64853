import { pool } from '#lib/database/client.ts'
import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import { formatDuration, formatSpan } from '#lib/domain/format.ts'
import type { DurationBasis, Impact, Kind } from '#lib/domain/incident.ts'
import { spanAt } from '#lib/domain/span.ts'
import { getEnv } from '#lib/env.ts'
import { describeDuration } from '#lib/text/duration-words.ts'
import { incidentPath, vendorPath } from '#lib/url/path.ts'
import type { EventMessage, Fact } from './message.ts'
import { impactWords, isEnd, whatHappened } from './what-happened.ts'

interface EventRow {
  eventId: string
  kind: AlertEventKind
  happenedAt: Date
  detail: Record<string, unknown>
  sourceId: number | null
  vendor: string
  vendorName: string
  incidentId: string | null
  incidentKind: Kind | null
  impact: Impact | null
  title: string | null
  startedAt: Date | null
  endedAt: Date | null
  basis: DurationBasis | null
  mitigatedAt: Date | null
  withdrawnAt: Date | null
  excluded: boolean | null
  scheduledFrom: Date | null
  scheduledUntil: Date | null
  components: string[]
  body: string | null
  isMarkdown: boolean | null
}

/** An event in the words of its message; `id` is for whoever sends it to set. */
export type ToldEvent = Omit<EventMessage, 'id'>

/** What these events are told as, by their id, with the incident as it stands. One query, whatever their number. */
export async function loadEvents(eventIds: readonly bigint[], now: Date): Promise<Map<bigint, ToldEvent>> {
  if (eventIds.length === 0) return new Map()
  const { rows } = await pool().query<EventRow>(
    `select e.id::text as "eventId", e.kind, e.happened_at as "happenedAt", e.detail, e.source_id as "sourceId",
            v.slug as vendor, v.name as "vendorName", i.public_id as "incidentId", i.kind as "incidentKind", i.impact, i.title,
            i.started_at as "startedAt", i.ended_at as "endedAt", i.basis, i.mitigated_at as "mitigatedAt",
            i.withdrawn_at as "withdrawnAt", i.excluded, i.scheduled_from as "scheduledFrom", i.scheduled_until as "scheduledUntil",
            array(select distinct c.name from incident_components ic join components c on c.id = ic.component_id
                  where ic.incident_id = i.id order by c.name) as components,
            u.body, u.is_markdown as "isMarkdown"
     from alert_events e join vendors v on v.id = e.vendor_id left join incidents i on i.id = e.incident_id
       left join lateral (
         select body, is_markdown from incident_updates
         where incident_id = i.id and withdrawn_at is null
         order by id::text = e.detail->>'updateId' desc, posted_at desc, position desc limit 1
       ) u on true
     where e.id = any($1)`,
    [eventIds],
  )
  // Loaded with the first event that is told: it brings a Markdown parser along (docs/decisions/172).
  const { bodyToPlainText } = await import('#lib/text/body/to-plain-text.ts')
  const textOf = ({ body, isMarkdown }: EventRow) =>
    body === null ? '' : bodyToPlainText({ body, isMarkdown: isMarkdown === true })
  return new Map(rows.map((row) => [BigInt(row.eventId), toEvent(row, textOf(row), now)]))
}

function toEvent(row: EventRow, text: string, now: Date): ToldEvent {
  const { PUBLIC_URL } = getEnv()
  const { kind, detail, vendor, vendorName, incidentId, incidentKind, impact, title } = row
  const isIncident = incidentId !== null && incidentKind !== null && impact !== null && title !== null
  return {
    type: 'event',
    event: kind,
    what: whatHappened({ kind, detail, incidentKind }),
    at: row.happenedAt,
    vendor: { slug: vendor, name: vendorName, url: PUBLIC_URL + vendorPath(vendor) },
    incident: isIncident
      ? {
          id: incidentId,
          kind: incidentKind,
          impact,
          title,
          url: PUBLIC_URL + incidentPath(vendor, incidentId, title),
          startedAt: row.startedAt,
          endedAt: row.endedAt,
          components: row.components,
        }
      : null,
    facts: factsOf(row),
    text,
    ending: endingOf(row, now),
    isOver: isEnd({ kind, detail }) || isAfterEnd(row, now),
    subject: row.sourceId === null ? 'state' : `sources/${row.sourceId}`,
  }
}

/** Whether it tells something else of what is over: a postmortem, or the correction that makes it no outage. */
function isAfterEnd({ kind, withdrawnAt, excluded, endedAt }: EventRow, now: Date): boolean {
  if (kind !== 'updated' && kind !== 'corrected') return false
  return withdrawnAt !== null || excluded === true || (endedAt !== null && endedAt <= now)
}

function factsOf({ incidentKind, impact, components, scheduledFrom, scheduledUntil, kind, detail }: EventRow): Fact[] {
  return [
    ...(incidentKind === 'incident' ? [{ name: 'Impact', value: impactWords(impact) }] : []),
    ...(components.length > 0 ? [{ name: 'Affected', value: components.join(', ') }] : []),
    ...(incidentKind === 'maintenance' && scheduledFrom !== null
      ? [{ name: 'Planned', value: formatSpan(scheduledFrom, scheduledUntil) }]
      : []),
    ...(kind === 'source_failing' ? [{ name: 'Reason', value: String(detail.reason) }] : []),
    ...(kind === 'corrected' && Array.isArray(detail.fields)
      ? [{ name: 'Corrected', value: detail.fields.map((field) => FIELD_WORDS[field] ?? field).join(', ') }]
      : []),
  ]
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  startedAt: 'start',
  endedAt: 'end',
  kind: 'kind',
  impact: 'impact',
  excluded: 'whether it was an outage',
}

/** How long it lasted and how that is known, at its end; how old it was when it was found open. */
function endingOf({ kind, detail, basis, ...row }: EventRow, now: Date): string {
  if (kind === 'opened' && typeof detail.ageSeconds === 'number')
    return `It was open for ${formatDuration(detail.ageSeconds)} when it was first read.`
  if ((kind !== 'resolved' && kind !== 'ended') || basis === null) return ''
  const { durationSeconds, durationIsMinimum, basis: durationBasis } = spanAt({ ...row, basis }, now)
  return `Duration: ${describeDuration({ durationSeconds, durationBasis, durationIsMinimum })}.`
}
