import { formatInstant } from '#lib/domain/format.ts'
import type { HistoryView, IncidentView } from '#lib/queries/schemas.ts'
import { bodyToMarkdown } from '#lib/text/body/to-markdown.ts'
import { escapeMarkdown } from '#lib/text/markup.ts'
import type { PieceFormat } from './pieces.ts'
import { describeDuration, describeSpan, describeStatus } from './text.ts'

/** A vendor's history as Markdown: the window's figures and what they rest on, then each incident with its timeline. */
export function markdownFormat({
  title,
  summary,
  history,
}: {
  title: string
  summary: string
  history: Pick<HistoryView, 'asOf' | 'window' | 'incidentCount' | 'unknownDurationCount'>
}): PieceFormat {
  const { window, incidentCount, unknownDurationCount } = history
  const basis = [
    `- Without a reported duration: ${unknownDurationCount} of ${incidentCount}`,
    `- Window: ${formatInstant(window.from)} to ${formatInstant(window.to)}`,
    `- As of: ${formatInstant(history.asOf)}`,
  ]
  return {
    head: [`# ${escapeMarkdown(title)}`, escapeMarkdown(summary), basis.join('\n'), ''].join('\n\n'),
    piece: (incident) => `${formatIncident(incident)}\n\n`,
    separator: '',
    foot: '',
  }
}

function formatIncident(incident: IncidentView): string {
  return [
    `## [${escapeMarkdown(incident.title)}](${incident.permalink})`,
    `${describeSpan(incident)}: ${describeDuration(incident)}. Impact: ${incident.impact}.`,
    ...incident.updates.flatMap((update) => [
      `**${escapeMarkdown(describeStatus(update))}** ${formatInstant(update.postedAt)}`,
      ...[bodyToMarkdown(update)].filter((text) => text !== '').map(asQuote),
    ]),
  ].join('\n\n')
}

/** A vendor's text between the lines of a quotation, which it cannot leave. */
function asQuote(text: string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => `> ${line}`)
    .join('\n')
}
