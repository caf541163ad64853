import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import type { Impact, Kind, State } from '#lib/domain/incident.ts'

const NOUNS = { incident: 'Outage', maintenance: 'Maintenance', notice: 'Notice' } as const satisfies Record<
  Kind,
  string
>

interface Happened {
  kind: AlertEventKind
  detail: Record<string, unknown>
  incidentKind: Kind | null
}

/** "Outage opened", "Impact raised from minor to major": what an event says, without its vendor and title. */
export function whatHappened({ kind, detail, incidentKind }: Happened): string {
  const noun = incidentKind === null ? 'Incident' : NOUNS[incidentKind]
  switch (kind) {
    case 'opened':
      return incidentKind === 'notice' ? 'Notice posted' : `${noun} opened`
    case 'updated':
      return 'Update'
    case 'impact_raised':
      return `Impact raised from ${impactWords(detail.from)} to ${impactWords(detail.to)}`
    case 'impact_lowered':
      return `Impact lowered from ${impactWords(detail.from)} to ${impactWords(detail.to)}`
    case 'resolved':
      return incidentKind === 'notice' ? 'Notice closed' : `${noun} resolved`
    case 'reopened':
      return `${noun} reopened`
    case 'withdrawn':
      return `${noun} withdrawn by the vendor`
    case 'corrected':
      return `${noun} corrected on this site`
    case 'planned':
      return 'Maintenance planned'
    case 'started':
      return 'Maintenance started'
    case 'ended':
      return 'Maintenance ended'
    case 'called_off':
      return 'Maintenance called off'
    case 'state_changed':
      return `State changed from ${stateWords(detail.from)} to ${stateWords(detail.to)}`
    case 'source_failing':
      return 'A source cannot be read'
    case 'source_recovered':
      return 'A source can be read again'
  }
}

export function impactWords(impact: unknown): string {
  return impact === ('unknown' satisfies Impact) ? 'not rated' : String(impact)
}

function stateWords(state: unknown): string {
  return state === ('unknown' satisfies State) ? 'not known' : String(state)
}

const ENDS: readonly AlertEventKind[] = ['resolved', 'withdrawn', 'ended', 'called_off', 'source_recovered']

/** Whether an event ends what an earlier one told. */
export function isEnd({ kind, detail }: Pick<Happened, 'kind' | 'detail'>): boolean {
  return ENDS.includes(kind) || (kind === 'state_changed' && detail.to === ('up' satisfies State))
}
