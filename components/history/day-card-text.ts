import type { DayCard } from '#components/chart/day-card.ts'
import { durationWords, impactWords } from '#components/text/incident-words.ts'
import { formatSpan } from '#lib/domain/format.ts'
import type { IncidentView, VendorView } from '#lib/queries/schemas.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { incidentPath } from '#lib/url/path.ts'
import { historySentence } from './history-sentence.ts'

export function dayCard(
  vendor: VendorView,
  filter: HistoryFilter,
  { incidents, hasMore }: { incidents: IncidentView[]; hasMore: boolean },
): DayCard {
  return {
    sentence: historySentence(vendor, filter).text,
    incidents: incidents.map((incident) => ({
      title: incident.title,
      href: incidentPath(incident.vendor, incident.id, incident.title),
      about: aboutOf(incident),
    })),
    hasMore,
  }
}

function aboutOf(incident: IncidentView): string {
  const { startedAt, endedAt, durationSeconds } = incident
  const { value, basis } = durationWords(incident)
  return [
    durationSeconds === null ? `duration ${basis}` : basis === 'reported' ? value : `${value}, ${basis}`,
    impactWords(incident),
    startedAt && formatSpan(startedAt, endedAt, { withYear: false }),
  ]
    .filter((part) => part !== null)
    .join(' · ')
}
