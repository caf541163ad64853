import ical, {
  escape as escapeText,
  type ICalCalendar,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { toXmlText } from '#lib/text/markup.ts'
import { foldLine } from './fold-line.ts'
import type { PieceFormat } from './pieces.ts'
import { describeChanges, describeDurationAsSaid, formatTimeline, isOpenAsSaid, isPlannedAsSaid } from './text.ts'

const EVENT_BEGIN = 'BEGIN:VEVENT'
const EVENT_END = 'END:VEVENT'
const CALENDAR_END = 'END:VCALENDAR'

/** How often clients are asked to read a calendar again: less often than a feed. */
const REFRESH_SECONDS = 900
/** SEQUENCE counts minutes from here, so that each change of an event has a greater one, within 31 bits. */
const SEQUENCE_EPOCH = Date.UTC(2010, 0)

/**
 * An iCalendar of incidents, one event each, in UTC (RFC 5545, RFC 7986). Nothing in it moves with the clock: an open incident ends
 * when something was last said about it; one without a reported duration takes one minute. What is planned is tentative until its
 * vendor says that it began, and ends as planned; what was withdrawn or corrected away is cancelled. No event makes its reader
 * busy. Undated incidents cannot be placed and are left out.
 */
export function calendarFormat({ name, url }: { name: string; url: string }): PieceFormat {
  // The generator does not escape a name.
  const whole = createCalendar({ name: escapeText(toXmlText(name), false), url, ttl: REFRESH_SECONDS }).toString()
  return {
    head: whole.slice(0, whole.lastIndexOf(CALENDAR_END)),
    piece: (incident) => (incident.startedAt === null ? '' : formatEvent(incident, incident.startedAt)),
    separator: '',
    foot: `${CALENDAR_END}\r\n`,
  }
}

/** The generator writes only whole calendars, so the event is cut out of a calendar with one. */
function formatEvent(incident: IncidentView, start: Date): string {
  const calendar = createCalendar({})
  const { id, vendorName, title, kind, newsAt } = incident
  const shortestEnd = new Date(start.getTime() + 60_000)
  const end = findEnd(incident) ?? newsAt
  calendar.createEvent({
    id: `${id}@outage-history`,
    start,
    end: end > shortestEnd ? end : shortestEnd,
    stamp: newsAt,
    lastModified: newsAt,
    sequence: Math.max(0, Math.floor((newsAt.getTime() - SEQUENCE_EPOCH) / 60_000)),
    summary: toXmlText(`${vendorName}: ${title}`),
    status: statusOf(incident),
    transparency: ICalEventTransparency.TRANSPARENT,
    categories: [{ name: kind }],
  })
  const text = calendar.toString()
  const facts = [describeDurationAsSaid(incident), ...describeChanges(incident)]
  const description = toXmlText(`${facts.join('\n')}\n\n${formatTimeline(incident)}`)
  // Nearly all of an event is its description, which the generator would fold at many times the cost.
  const folded = foldLine(`DESCRIPTION:${escapeText(description, false)}`)
  // An address is not TEXT (RFC 5545, 3.3.13), but the generator would put a backslash before each of its commas.
  const address = foldLine(`URL:${incident.permalink}`)
  return `${text.slice(text.indexOf(EVENT_BEGIN), text.lastIndexOf(EVENT_END))}${folded}\r\n${address}\r\n${EVENT_END}\r\n`
}

/** Null while it is under way and has no planned end. */
function findEnd(incident: IncidentView): Date | null {
  const isUnsettled = isPlannedAsSaid(incident) || isOpenAsSaid(incident)
  return isUnsettled ? incident.scheduledUntil : incident.endedAt
}

function statusOf(incident: IncidentView): ICalEventStatus {
  if (incident.withdrawnAt !== null || incident.excluded) return ICalEventStatus.CANCELLED
  const isTentative = incident.status === 'scheduled' || isPlannedAsSaid(incident)
  return isTentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED
}

function createCalendar(about: { name?: string; url?: string; ttl?: number }): ICalCalendar {
  return ical({
    ...about,
    prodId: { company: 'Outage History', product: 'Outage History', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  })
}
