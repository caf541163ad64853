import type { DayIncident } from '#lib/domain/days.ts'

/** An incident as days and impacts are counted from; it has no times of its own. */
export function dayIncident(id: string, over: Partial<DayIncident> = {}): DayIncident {
  return {
    id,
    startedAt: null,
    endedAt: null,
    startedAfter: null,
    startedBefore: null,
    basis: 'reported',
    mitigatedAt: null,
    impact: 'minor',
    ...over,
  }
}
