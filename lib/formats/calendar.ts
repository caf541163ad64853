import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { IncidentView } from '#lib/queries/shapes.ts'
import { describeDuration, formatTimeline, lastSaidAt, toXmlText } from './text.ts'

/**
 * An iCalendar of incidents, one event each, in UTC (RFC 5545). An open one ends at `asOf`; one without a reported duration
 * takes its minute. Undated ones have no place in a calendar and are left out.
 */
export function formatCalendar({
  name,
  url,
  incidents,
  asOf,
}: {
  name: string
  url: string
  incidents: IncidentView[]
  asOf: Date
}): string {
  const calendar = ical({
    name,
    url,
    prodId: { company: 'Outage History', product: 'Outage History', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const incident of incidents) {
    if (incident.startedAt === null) continue
    const shortestEnd = new Date(incident.startedAt.getTime() + 60_000)
    // Of one that is open but no longer followed, what is known of its length.
    const known = new Date(incident.startedAt.getTime() + (incident.durationSeconds ?? 0) * 1000)
    const isFollowed = incident.durationBasis === 'ongoing' && !incident.durationIsMinimum
    const end = isFollowed ? asOf : (incident.endedAt ?? known)
    calendar.createEvent({
      id: `${incident.id}@outage-history`,
      start: incident.startedAt,
      end: end > shortestEnd ? end : shortestEnd,
      stamp: lastSaidAt(incident),
      lastModified: lastSaidAt(incident),
      summary: toXmlText(`${incident.vendorName}: ${incident.title}`),
      description: toXmlText(`${describeDuration(incident)}\n\n${formatTimeline(incident)}`),
      url: incident.permalink,
      status: incident.status === 'scheduled' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
      categories: [{ name: incident.kind }],
    })
  }
  return calendar.toString()
}
