import { formatInstant } from '#lib/domain/format.ts'
import type { HistoryView, IncidentView } from '#lib/queries/schemas.ts'
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
      ...(update.body === '' ? [] : [asQuote(update.body)]),
    ]),
  ].join('\n\n')
}

const LINE_END = /\r\n|[\r\n]/

/** Single-line text that renders exactly as given, except for the number of blanks: no markup, no link, no HTML. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_~[\]<>#|&]/g, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^\d+(?=[.)])/, '$&\\')
}

/**
 * A vendor's text keeps its own Markdown but cannot escape its quotation, contain links or be HTML. A bare address stays:
 * programs that turn it into a link show where it leads.
 */
function asQuote(body: string): string {
  return withoutLinks(body)
    .split(LINE_END)
    .map((line) => `> ${line}`)
    .join('\n')
}

/** Brackets and angle brackets, unless already escaped: escapes are read in pairs, as Markdown reads them. */
function withoutLinks(text: string): string {
  return text.replace(/\\[\s\S]|[[\]<]/g, (found) => {
    if (found === '<' || found === '\\<') return '&lt;'
    return found.length === 1 ? `\\${found}` : found
  })
}
