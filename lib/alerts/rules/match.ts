import type { AlertWhat } from '#lib/alerts/events/event.ts'
import { type Impact, type Kind, rankImpact } from '#lib/domain/incident.ts'
import type { Rule } from './rule.ts'

/** What rules look at in an event. */
export type EventFacts = AlertWhat & {
  vendorId: number
  /** Null for an event of a vendor or a source as a whole, of which filters by incident say nothing. */
  incident: { kind: Kind; impact: Impact; components: readonly string[] } | null
}

/** Whether a rule tells of an event. The dry run asks it of history, and the dispatcher of what is new. */
export function isMatch(rule: Omit<Rule, 'id' | 'targetIds'>, event: EventFacts): boolean {
  if (!rule.events.includes(event.kind)) return false
  if (rule.vendorIds !== null && !rule.vendorIds.includes(event.vendorId)) return false
  const { incident } = event
  if (incident === null) return true
  if (!rule.kinds.includes(incident.kind)) return false
  if (rule.minImpact !== null && rankImpact(worstOf(event, incident.impact)) < rankImpact(rule.minImpact)) return false
  if (rule.components.length === 0) return true
  const wanted = new Set(rule.components.map((name) => name.toLowerCase()))
  return incident.components.some((name) => wanted.has(name.toLowerCase()))
}

/** Who was told of a major outage is told, too, that it is now minor. */
function worstOf(event: AlertWhat, impact: Impact): Impact {
  const { kind, detail } = event
  if (kind !== 'impact_raised' && kind !== 'impact_lowered') return impact
  return rankImpact(detail.from) > rankImpact(detail.to) ? detail.from : detail.to
}

/**
 * Of the events of one incident that one read has raised, those that are told: where a turn is told, the newest of its updates is
 * told with it.
 */
export function withoutToldUpdates<Event extends { kind: AlertWhat['kind'] }>(ofOneRead: readonly Event[]): Event[] {
  const lastUpdate = ofOneRead.findLast(({ kind }) => kind === 'updated')
  const hasTurn = ofOneRead.some(({ kind }) => kind !== 'updated')
  return hasTurn ? ofOneRead.filter((event) => event !== lastUpdate) : [...ofOneRead]
}
