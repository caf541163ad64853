import { formatInstant } from '#lib/domain/format.ts'
import type { HistoryView, IncidentView } from '#lib/queries/shapes.ts'
import { describeDuration, describeSpan, describeStatus } from './text.ts'

/** One JSON object a line. */
export function formatNdjson(incidents: IncidentView[]): string {
  return incidents.map((incident) => `${JSON.stringify(incident)}\n`).join('')
}

/** A vendor's history as Markdown: what the window says, with what that rests on, then each incident with its timeline. */
export function formatMarkdown({
  title,
  summary,
  history,
  incidents,
}: {
  title: string
  summary: string
  history: Pick<HistoryView, 'asOf' | 'window' | 'incidentCount' | 'unknownDurationCount'>
  incidents: IncidentView[]
}): string {
  const { window, incidentCount, unknownDurationCount } = history
  const basis = [
    `- Without a reported duration: ${unknownDurationCount} of ${incidentCount}`,
    `- Window: ${formatInstant(window.from)} to ${formatInstant(window.to)}`,
    `- As of: ${formatInstant(history.asOf)}`,
  ]
  return [
    `# ${escapeMarkdown(title)}`,
    escapeMarkdown(summary),
    basis.join('\n'),
    ...incidents.map(formatIncident),
    '',
  ].join('\n\n')
}

function formatIncident(incident: IncidentView): string {
  return [
    `## [${escapeMarkdown(incident.title)}](${incident.permalink})`,
    `${describeSpan(incident)}: ${describeDuration(incident)}. Impact: ${incident.impact}.`,
    ...incident.updates.flatMap((update) => [
      `**${describeStatus(update)}** ${formatInstant(update.postedAt)}`,
      ...(update.body === '' ? [] : [asQuote(update.body)]),
    ]),
  ].join('\n\n')
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
