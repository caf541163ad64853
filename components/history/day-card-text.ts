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
  const { startedAt, endedAt } = incident
  return [lengthOf(incident), impactWords(incident), startedAt && formatSpan(startedAt, endedAt, { withYear: false })]
    .filter((part) => part !== null)
    .join(' · ')
}

/** "1h 17m", "1h 17m so far", "at least 1h 17m; end not known", "duration not reported", "impossible times". */
function lengthOf(incident: IncidentView): string {
  const { durationSeconds, durationBasis } = incident
  const { value, basis } = durationWords(incident)
  if (durationSeconds === null) return durationBasis === 'single' ? `duration ${basis}` : basis
  if (durationBasis === 'reported') return value
  if (basis.startsWith('at least')) return basis.replace('at least', `at least ${value}`)
  return durationBasis === 'ongoing' ? `${value} ${basis}` : `${value}, ${basis}`
}
