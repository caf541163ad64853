import ical, { escape as escapeText, type ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { toXmlText } from '#lib/text/markup.ts'
import { foldLine } from './fold-line.ts'
import type { PieceFormat } from './pieces.ts'
import { describeDuration, formatTimeline } from './text.ts'

const EVENT_BEGIN = 'BEGIN:VEVENT'
const EVENT_END = 'END:VEVENT'
const CALENDAR_END = 'END:VCALENDAR'

/**
 * An iCalendar of incidents, one event each, in UTC (RFC 5545). An open incident ends at `asOf`; one without a reported
 * duration takes one minute. Undated incidents cannot be placed and are left out.
 */
export function calendarFormat({ name, url, asOf }: { name: string; url: string; asOf: Date }): PieceFormat {
  // The generator does not escape a name.
  const whole = createCalendar({ name: escapeText(toXmlText(name), false), url }).toString()
  return {
    head: whole.slice(0, whole.lastIndexOf(CALENDAR_END)),
    piece: (incident) => (incident.startedAt === null ? '' : formatEvent(incident, incident.startedAt, asOf)),
    separator: '',
    foot: `${CALENDAR_END}\r\n`,
  }
}

/** The generator writes only whole calendars, so the event is cut out of a calendar with one. */
function formatEvent(incident: IncidentView, start: Date, asOf: Date): string {
  const calendar = createCalendar({})
  const shortestEnd = new Date(start.getTime() + 60_000)
  // For an open incident that is no longer followed: its known duration.
  const known = new Date(start.getTime() + (incident.durationSeconds ?? 0) * 1000)
  const isFollowed = incident.durationBasis === 'ongoing' && !incident.durationIsMinimum
  const end = isFollowed ? asOf : (incident.endedAt ?? known)
  calendar.createEvent({
    id: `${incident.id}@outage-history`,
    start,
    end: end > shortestEnd ? end : shortestEnd,
    stamp: incident.newsAt,
    lastModified: incident.newsAt,
    summary: toXmlText(`${incident.vendorName}: ${incident.title}`),
    status: incident.status === 'scheduled' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    categories: [{ name: incident.kind }],
  })
  const text = calendar.toString()
  const description = toXmlText(`${describeDuration(incident)}\n\n${formatTimeline(incident)}`)
  // Nearly all of an event is its description, which the generator would fold at many times the cost.
  const folded = foldLine(`DESCRIPTION:${escapeText(description, false)}`)
  // An address is not TEXT (RFC 5545, 3.3.13), but the generator would put a backslash before each of its commas.
  const address = foldLine(`URL;VALUE=URI:${incident.permalink}`)
  return `${text.slice(text.indexOf(EVENT_BEGIN), text.lastIndexOf(EVENT_END))}${folded}\r\n${address}\r\n${EVENT_END}\r\n`
}

function createCalendar(about: { name?: string; url?: string }): ICalCalendar {
  return ical({
    ...about,
    prodId: { company: 'Outage History', product: 'Outage History', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  })
}
