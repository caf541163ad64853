import { STATES } from '#lib/domain/incident.ts'
import type { IncidentView, OpenCount, VendorSummary, VendorView } from '#lib/queries/schemas.ts'
import { hasData } from '#lib/text/coverage-words.ts'
import { escapeHtml } from '#lib/text/markup.ts'
import type { PieceFormat } from './pieces.ts'
import { describeChanges, describeDurationAsSaid, describeSpan, isOpenAsSaid } from './text.ts'

/**
 * Annotations in the form that Grafana's JSON data sources read: times in milliseconds, tags as one text. An open incident is a span
 * too, up to when something was last said about it.
 */
export function annotationsFormat(): PieceFormat {
  return { head: '[', piece: formatAnnotation, separator: ',', foot: ']' }
}

function formatAnnotation(incident: IncidentView): string {
  const { startedAt, newsAt, vendorName, title, permalink, vendor, kind, impact } = incident
  if (startedAt === null) return ''
  const end = isOpenAsSaid(incident) ? newsAt : (incident.endedAt ?? newsAt)
  const facts = [`${describeSpan(incident)}: ${describeDurationAsSaid(incident)}`, ...describeChanges(incident)]
  return JSON.stringify({
    time: startedAt.getTime(),
    timeEnd: Math.max(end.getTime(), startedAt.getTime()),
    isRegion: end > startedAt,
    title: `${vendorName}: ${title}`,
    text: `${facts.map((fact) => `${escapeHtml(fact)}<br>`).join('')}<a href="${escapeHtml(permalink)}">Outage History</a>`,
    tags: [vendor, kind, `impact ${impact}`, isOpenAsSaid(incident) ? 'open' : 'over'].join(', '),
  })
}

/** Gauges of a vendor under a filter, in the Prometheus text format 0.0.4. An unknown value has no sample, rather than a zero. */
export function formatMetrics(vendor: VendorView, { window, kind }: { window: string; kind: string }): string {
  const { slug, history, openCounts } = vendor
  const counts = Object.entries(openCounts).map(([of, count]): Sample => [`vendor="${slug}",kind="${of}"`, count])
  return writeMetrics([
    ...headMetrics([vendor]),
    openMetric(counts),
    ...figureMetrics([{ ...history, slug, isKnown: hasData(history) }], { window, kind }),
  ])
}

/** The same of all vendors, for outages in the last 24 months; the open incidents of any kind by impact. */
export function formatVendorMetrics(vendors: readonly VendorSummary[], open: readonly OpenCount[]): string {
  const counts = open.map(
    ({ vendor, kind, impact, count }): Sample => [`vendor="${vendor}",kind="${kind}",impact="${impact}"`, count],
  )
  const figures = vendors.map((vendor) => {
    const { knownDays, incidentCount, downtimeSeconds } = vendor
    return { ...vendor, isKnown: knownDays > 0 || incidentCount > 0 || downtimeSeconds > 0 }
  })
  return writeMetrics([
    ...headMetrics(vendors),
    openMetric(counts),
    ...figureMetrics(figures, { window: '24m', kind: 'incident' }),
  ])
}

type Sample = [labels: string, value: number | null]
type Metric = [name: string, help: string, samples: Sample[]]

interface Figures extends Pick<VendorSummary, 'slug' | 'incidentCount' | 'downtimeSeconds' | 'medianDurationSeconds'> {
  /** Whether anything of the window is known: without it, 0 is no figure. */
  isKnown: boolean
}

function figureMetrics(vendors: readonly Figures[], { window, kind }: { window: string; kind: string }): Metric[] {
  const samples = (read: (vendor: Figures) => number | null): Sample[] =>
    vendors.map((vendor) => [
      `vendor="${vendor.slug}",window="${window}",kind="${kind}"`,
      vendor.isKnown ? read(vendor) : null,
    ])
  return [
    ['outage_history_incidents', 'Incidents that started in the window.', samples((of) => of.incidentCount)],
    [
      'outage_history_downtime_seconds',
      'Posted downtime in the window, overlaps counted once.',
      samples((of) => of.downtimeSeconds),
    ],
    [
      'outage_history_duration_median_seconds',
      'Median of the known durations in the window.',
      samples((of) => of.medianDurationSeconds),
    ],
  ]
}

function headMetrics(
  vendors: readonly Pick<VendorView, 'slug' | 'state' | 'checkedAt' | 'lastTryFailedAt'>[],
): Metric[] {
  const times = (timeOf: (vendor: (typeof vendors)[number]) => Date | null): Sample[] =>
    vendors.map((vendor) => {
      const time = timeOf(vendor)
      return [`vendor="${vendor.slug}"`, time && time.getTime() / 1000]
    })
  return [
    [
      'outage_history_state',
      'One for the present state of the vendor, zero for the others.',
      vendors.flatMap(({ slug, state: present }) =>
        STATES.map((state): Sample => [`vendor="${slug}",state="${state}"`, present === state ? 1 : 0]),
      ),
    ],
    ['outage_history_checked_timestamp_seconds', 'The last good read.', times(({ checkedAt }) => checkedAt)],
    [
      'outage_history_last_try_failed_timestamp_seconds',
      'The newest try to read the source, where it failed.',
      times(({ lastTryFailedAt }) => lastTryFailedAt),
    ],
  ]
}

function openMetric(samples: Sample[]): Metric {
  return ['outage_history_open_incidents', 'Open incidents.', samples]
}

function writeMetrics(metrics: Metric[]): string {
  const texts = metrics.map(([name, help, samples]) => {
    const known = samples.filter(([, value]) => value !== null)
    return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...known.map(([of, value]) => `${name}{${of}} ${value}`)]
  })
  return `${texts.flat().join('\n')}\n`
}
