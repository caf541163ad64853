import { STATES } from '#lib/domain/incident.ts'
import type { IncidentView, VendorView } from '#lib/queries/schemas.ts'
import type { PieceFormat } from './pieces.ts'

/** Annotations in the form that Grafana's JSON data sources read: times in milliseconds, `timeEnd` left out while open. */
export function annotationsFormat(): PieceFormat {
  return { head: '[', piece: formatAnnotation, separator: ',', foot: ']' }
}

function formatAnnotation({
  startedAt,
  endedAt,
  vendorName,
  title,
  permalink,
  vendor,
  kind,
  impact,
}: IncidentView): string {
  if (startedAt === null) return ''
  return JSON.stringify({
    time: startedAt.getTime(),
    ...(endedAt !== null && { timeEnd: endedAt.getTime() }),
    title: `${vendorName}: ${title}`,
    text: permalink,
    tags: [vendor, kind, impact],
  })
}

/** Gauges of a vendor in the Prometheus text format 0.0.4. An unknown value has no sample, rather than a zero. */
export function formatMetrics(vendor: VendorView): string {
  const { history } = vendor
  const label = `vendor="${vendor.slug}"`
  const metrics: [name: string, help: string, samples: [labels: string, value: number | null][]][] = [
    [
      'outage_history_state',
      'One for the present state of the vendor, zero for the others.',
      STATES.map((state) => [`${label},state="${state}"`, vendor.state === state ? 1 : 0]),
    ],
    ['outage_history_open_incidents', 'Open incidents.', [[label, sum(Object.values(vendor.openCounts))]]],
    ['outage_history_incidents', 'Incidents that started in the window.', [[label, history.incidentCount]]],
    [
      'outage_history_downtime_seconds',
      'Posted downtime in the window, overlaps counted once.',
      [[label, history.downtimeSeconds]],
    ],
    [
      'outage_history_duration_median_seconds',
      'Median of the known durations in the window.',
      [[label, history.medianDurationSeconds]],
    ],
    [
      'outage_history_checked_timestamp_seconds',
      'The last good read.',
      [[label, vendor.checkedAt && vendor.checkedAt.getTime() / 1000]],
    ],
    [
      'outage_history_last_try_failed_timestamp_seconds',
      'The newest try to read the source, where it failed.',
      [[label, vendor.lastTryFailedAt && vendor.lastTryFailedAt.getTime() / 1000]],
    ],
  ]
  return metrics
    .map(([name, help, samples]) => {
      const lines = samples
        .filter(([, value]) => value !== null)
        .map(([labels, value]) => `${name}{${labels}} ${value}`)
      return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines].join('\n')
    })
    .join('\n')
    .concat('\n')
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
