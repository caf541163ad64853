import { formatDuration, formatInstant } from '#lib/domain/format.ts'
import type { IncidentView, VendorView } from '#lib/queries/shapes.ts'
import { describeDuration, describeSpan, describeStatus } from './text.ts'

/** One JSON object a line. */
export function formatNdjson(incidents: IncidentView[]): string {
  return incidents.map((incident) => `${JSON.stringify(incident)}\n`).join('')
}

/** A vendor's history as Markdown: figures, then each incident with its timeline. */
export function formatMarkdown(vendor: VendorView, incidents: IncidentView[]): string {
  const { history } = vendor
  const figures = [
    `- Incidents: ${history.incidentCount}, ${history.unknownDurationCount} without a reported duration`,
    `- Downtime: ${formatDuration(history.downtimeSeconds)}`,
    `- Window: ${formatInstant(history.window.from)} to ${formatInstant(history.window.to)}`,
  ]
  return [
    `# ${escapeMarkdown(vendor.name)} outage history`,
    figures.join('\n'),
    ...incidents.map(formatIncident),
    '',
  ].join('\n\n')
}

function formatIncident(incident: IncidentView): string {
  const lines = [
    `## [${escapeMarkdown(incident.title)}](${incident.permalink})`,
    `${describeSpan(incident)}: ${describeDuration(incident)}. Impact: ${incident.impact}.`,
    ...incident.updates.map(
      (update) => `**${describeStatus(update)}** ${formatInstant(update.postedAt)}\n\n${asQuote(update.body)}`,
    ),
  ]
  return lines.join('\n\n')
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, '\\$&').replaceAll('\n', ' ')
}

/** A vendor's text keeps its own Markdown but cannot leave its quotation. */
function asQuote(body: string): string {
  return body
    .replaceAll('<', '&lt;')
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}
