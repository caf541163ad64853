import { formatInstant, formatInteger } from '#lib/domain/format.ts'
import type { CandourView, HistoryView, IncidentView } from '#lib/queries/schemas.ts'
import { bodyToMarkdown } from '#lib/text/body/to-markdown.ts'
import { candourLines, isReported } from '#lib/text/candour-words.ts'
import { describeDuration } from '#lib/text/duration-words.ts'
import { escapeMarkdown } from '#lib/text/markup.ts'
import type { PieceFormat } from './pieces.ts'
import { describeChanges, describeExpected, describeSpan, describeStatus, markUpdate } from './text.ts'

/** A vendor's history as Markdown: the window's figures and what they rest on, then each incident with its timeline. */
export function markdownFormat({
  title,
  summary,
  history,
  candour,
}: {
  title: string
  summary: string
  history: Pick<HistoryView, 'asOf' | 'window' | 'incidentCount' | 'unknownDurationCount'>
  /** Null where others than outages are counted. */
  candour: CandourView | null
}): PieceFormat {
  const { window, incidentCount, unknownDurationCount } = history
  const basis = [
    `- Without a reported duration: ${formatInteger(unknownDurationCount)} of ${formatInteger(incidentCount)}`,
    `- Window: ${formatInstant(window.from)} to ${formatInstant(window.to)}`,
    `- As of: ${formatInstant(history.asOf)}`,
  ]
  return {
    head: [`# ${escapeMarkdown(title)}`, escapeMarkdown(summary), basis.join('\n'), ...candourParts(candour), ''].join(
      '\n\n',
    ),
    piece: (incident) => `${formatIncident(incident)}\n\n`,
    separator: '',
    foot: '',
  }
}

function candourParts(candour: CandourView | null): string[] {
  return candour === null || !isReported(candour) ? [] : ['## How it was reported', candourToMarkdown(candour)]
}

/** How a vendor reports, as a list. */
export function candourToMarkdown(candour: CandourView): string {
  return candourLines(candour)
    .map(({ name, value, basis }) => `- ${name}: ${value} (${basis})`)
    .join('\n')
}

function formatIncident(incident: IncidentView): string {
  const facts = [
    `${describeSpan(incident)}: ${describeDuration(incident)}. Impact: ${incident.impact}.`,
    ...describeExpected(incident),
    ...describeChanges(incident),
  ]
  return [
    `## [${escapeMarkdown(incident.title)}](${incident.permalink})`,
    facts.join(' '),
    ...incident.updates.flatMap((update) => [
      `**${escapeMarkdown(describeStatus(update))}** ${formatInstant(update.postedAt)}${markUpdate(update)}`,
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
