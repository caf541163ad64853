import {
  formatDowntime,
  formatDuration,
  formatInstant,
  formatInteger,
  formatMonth,
  formatShare,
  formatSum,
} from '#lib/domain/format.ts'
import type { ReportVendor, ReportView } from '#lib/queries/schemas.ts'
import { isReported, NOTHING_REPORTED } from '#lib/text/candour-words.ts'
import { hasData } from '#lib/text/coverage-words.ts'
import { escapeMarkdown } from '#lib/text/markup.ts'
import {
  changeNote,
  changeSentence,
  knownWords,
  monthWords,
  quarterBefore,
  quietWords,
  reportSentence,
  reportTitle,
  sharedSentence,
  TARGET_NOTE,
} from '#lib/text/report-words.ts'
import { majorWords } from '#lib/text/severity-words.ts'
import { candourToMarkdown } from './markdown.ts'

/** A quarterly report as Markdown, with the same figures as its page. */
export function reportToMarkdown(report: ReportView, pageUrl: string): string {
  const nameOf = namesIn(report)
  const { shared, worstDays, target, documents, vendors } = report
  return [
    `# ${escapeMarkdown(reportTitle(report))}`,
    escapeMarkdown(reportSentence(report)?.text ?? ''),
    [
      `- Window: ${formatInstant(report.window.from)} to ${formatInstant(report.window.to)}`,
      `- As of: ${formatInstant(report.asOf)}, method ${report.method}`,
      `- Page: <${pageUrl}>`,
      ...report.unknown.map((slug) => `- There is no vendor “${escapeMarkdown(slug)}”.`),
    ].join('\n'),
    '## Vendors',
    table(
      ['Vendor', 'Outages', 'Downtime', 'Share', 'Major or worse', 'Median', 'Without a posted outage', 'Known'],
      vendors.map(vendorRow),
    ),
    `## Against ${quarterBefore(report.quarter)}`,
    list(
      vendors.map(
        ({ name, change }) => `${escapeMarkdown(name)}: ${changeSentence(change, quarterBefore(report.quarter))}`,
      ),
    ),
    vendors.length === 0 ? '' : changeNote(vendors.length),
    '## Shared outages',
    escapeMarkdown(sharedSentence(report)),
    list(
      (shared?.longest ?? []).map(
        ({ from, to, seconds, vendors: down }) =>
          `${formatInstant(from)} to ${formatInstant(to)}, ${formatDuration(seconds)}: ${down.map(nameOf).join(', ')}`,
      ),
    ),
    '## Worst days',
    worstDays.length === 0 ? 'No day with downtime is on record.' : '',
    list(
      worstDays.map(
        ({ day, downtimeSeconds, downtimeIsMinimum, vendors: down }) =>
          `${day}: ${formatSum(downtimeSeconds, downtimeIsMinimum)}, ${down.map(({ slug, seconds }) => `${nameOf(slug)} ${formatDuration(seconds)}`).join(', ')}`,
      ),
    ),
    ...(target === null ? [] : targetParts(report, target)),
    '## How they were reported',
    ...vendors.flatMap(({ name, candour }) => [
      `### ${escapeMarkdown(name)}`,
      isReported(candour) ? candourToMarkdown(candour) : NOTHING_REPORTED,
    ]),
    '## Documents',
    documents.length === 0
      ? 'No outage of the quarter is on record, so no document is listed.'
      : table(
          ['Vendor', 'sha256', 'First read', 'Last read', 'Outages', 'Address'],
          documents.map(({ vendor, url, sha256, firstReadAt, lastReadAt, incidentCount }) => [
            nameOf(vendor),
            `\`${sha256}\``,
            firstReadAt === null ? 'not noted' : formatInstant(firstReadAt),
            lastReadAt === null ? 'not noted' : formatInstant(lastReadAt),
            formatInteger(incidentCount),
            url === null ? 'none' : escapeMarkdown(url),
          ]),
        ),
    '',
  ]
    .filter((part, index, parts) => part !== '' || index === parts.length - 1)
    .join('\n\n')
}

function vendorRow(vendor: ReportVendor): string[] {
  const { name, history, share } = vendor
  const known = knownWords(vendor)
  if (!hasData(history)) return [escapeMarkdown(name), ...new Array<string>(6).fill('not known'), known]
  return [
    escapeMarkdown(name),
    formatInteger(history.incidentCount),
    formatDowntime(history.downtimeSeconds, history.downtimeIsMinimum),
    share === null ? 'not known' : formatShare(share),
    majorWords(history.severity),
    history.medianDurationSeconds === null ? 'not enough is known' : formatDuration(history.medianDurationSeconds),
    quietWords(vendor) ?? 'not enough is known',
    known,
  ]
}

function targetParts({ vendors }: ReportView, target: number): string[] {
  const months = vendors[0]?.months ?? []
  return [
    `## Months against ${target}%`,
    table(
      ['Vendor', ...months.map(({ month }) => formatMonth(month))],
      vendors.map(({ name, months: held }) => [escapeMarkdown(name), ...(held ?? []).map(monthWords)]),
    ),
    TARGET_NOTE,
  ]
}

function namesIn({ vendors }: ReportView): (slug: string) => string {
  const names = new Map(vendors.map(({ slug, name }) => [slug, escapeMarkdown(name)]))
  return (slug) => names.get(slug) ?? slug
}

function list(items: string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
