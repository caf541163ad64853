import { formatDuration, formatInteger, formatPercent } from '#lib/domain/format.ts'

const FIGURE_WORDS: Record<string, string> = {
  incidentCount: 'Outages',
  downtimeSeconds: 'Downtime',
  unknownDurationCount: 'Without a reported duration',
  incidentsPerMonth: 'Per month',
  medianDurationSeconds: 'Median',
  timeWithoutIncidentPercent: 'Time without a posted incident',
}

/** The name of a headline figure. */
export function figureName(figure: string): string {
  return FIGURE_WORDS[figure] ?? figure
}

/** A headline figure as pages show it; "not known" for null. */
export function figureValue(figure: string, value: unknown): string {
  if (typeof value !== 'number') return 'not known'
  if (figure === 'downtimeSeconds' && value === 0) return 'none'
  if (figure === 'incidentsPerMonth') return value.toFixed(1)
  if (figure === 'timeWithoutIncidentPercent') return formatPercent(value)
  return figure.endsWith('Seconds') ? formatDuration(value) : formatInteger(value)
}
