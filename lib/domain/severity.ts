import type { DayIncident } from './days.ts'
import { isInWindow, listDowntime, lostSightAt, monthOfIncident, secondsByMonth } from './history.ts'
import { IMPACTS, type Impact, type Period, rankImpact } from './incident.ts'
import type { MonthKey } from './month.ts'
import { mergePeriods, sumSeconds } from './period.ts'
import type { Window } from './window.ts'

/** A number for each impact that has one; the others are zero. */
export type ByImpact = Partial<Record<Impact, number>>

export interface MonthSeverity {
  month: MonthKey
  incidentCount: ByImpact
  downtimeSeconds: ByImpact
}

/** The figures of a window by impact; see `computeSeverity`. */
export interface Severity {
  incidentCount: ByImpact
  downtimeSeconds: ByImpact
  /** The time in which at least one incident of major or critical impact was open. */
  majorDowntimeSeconds: number
  /** Whether that time was longer, because an impact or an end is not known. */
  majorDowntimeIsMinimum: boolean
  /** The months in which something was open or started, in order. */
  monthly: MonthSeverity[]
}

/**
 * Counts and downtime by impact. Each moment of downtime belongs to the worst impact that was open, so time in which incidents
 * overlap counts once and the impacts add up to `downtimeSeconds`. Each incident counts once, in the month in which it counts
 * elsewhere; an undated one that no month holds is only in the total.
 */
export function computeSeverity(input: { incidents: DayIncident[]; window: Window; asOf: Date }): Severity {
  const { window, asOf } = input
  const incidents = [...new Map(input.incidents.map((incident) => [incident.id, incident])).values()]
  const inWindow = incidents.filter((incident) => isInWindow(incident, window))
  const months = new Map<MonthKey, MonthSeverity>()
  const monthAt = (month: MonthKey) => {
    const row = months.get(month) ?? { month, incidentCount: {}, downtimeSeconds: {} }
    months.set(month, row)
    return row
  }
  const total: Pick<Severity, 'incidentCount' | 'downtimeSeconds'> = { incidentCount: {}, downtimeSeconds: {} }
  let majorDowntimeSeconds = 0
  let worse = { downtime: [] as Period[], seconds: 0, byMonth: new Map<MonthKey, number>() }
  for (const impact of IMPACTS.toReversed()) {
    for (const incident of inWindow.filter((one) => one.impact === impact)) {
      add(total.incidentCount, impact, 1)
      const month = monthOfIncident(incident)
      if (month !== null) add(monthAt(month).incidentCount, impact, 1)
    }
    const ofImpact = incidents.filter((incident) => incident.impact === impact)
    const downtime = mergePeriods([...worse.downtime, ...listDowntime(ofImpact, window, asOf)])
    const sofar = { downtime, seconds: sumSeconds(downtime), byMonth: secondsByMonth(downtime) }
    add(total.downtimeSeconds, impact, sofar.seconds - worse.seconds)
    for (const [month, seconds] of sofar.byMonth)
      add(monthAt(month).downtimeSeconds, impact, seconds - (worse.byMonth.get(month) ?? 0))
    if (impact === 'major') majorDowntimeSeconds = sofar.seconds
    worse = sofar
  }
  return {
    ...total,
    majorDowntimeSeconds,
    majorDowntimeIsMinimum:
      (total.downtimeSeconds.unknown ?? 0) > 0 || lostSightAt(atLeast(incidents, 'unknown'), window, asOf).length > 0,
    monthly: [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1)),
  }
}

function atLeast(incidents: DayIncident[], impact: Impact): DayIncident[] {
  return incidents.filter((incident) => rankImpact(incident.impact) >= rankImpact(impact))
}

function add(numbers: ByImpact, impact: Impact, value: number): void {
  if (value > 0) numbers[impact] = (numbers[impact] ?? 0) + value
}
