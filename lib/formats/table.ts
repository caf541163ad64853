import { stringify } from 'csv-stringify/sync'
import type { IncidentView } from '#lib/queries/shapes.ts'

const COLUMNS = {
  id: ({ id }) => id,
  vendor: ({ vendor }) => vendor,
  title: ({ title }) => title,
  kind: ({ kind }) => kind,
  impact: ({ impact }) => impact,
  status: ({ status }) => status,
  started_at: ({ startedAt }) => startedAt,
  ended_at: ({ endedAt }) => endedAt,
  started_after: ({ startedAfter }) => startedAfter,
  started_before: ({ startedBefore }) => startedBefore,
  duration_seconds: ({ durationSeconds }) => durationSeconds,
  duration_basis: ({ durationBasis }) => durationBasis,
  time_to_mitigate_seconds: ({ timeToMitigateSeconds }) => timeToMitigateSeconds,
  components: ({ components }) => components.join('; '),
  update_count: ({ updateCount }) => updateCount,
  withdrawn_at: ({ withdrawnAt }) => withdrawnAt,
  permalink: ({ permalink }) => permalink,
  source_url: ({ sourceUrl }) => sourceUrl,
} satisfies Record<string, (incident: IncidentView) => string | number | Date | null>

/**
 * A table of incidents as RFC 4180, every field quoted, with a byte order mark for spreadsheets. An empty field is what the
 * vendor has not said. Text that a spreadsheet would take for a formula gets an apostrophe in front.
 */
export function formatCsv(incidents: IncidentView[]): string {
  const rows = incidents.map((incident) => Object.values(COLUMNS).map((column) => toCell(column(incident))))
  return stringify([Object.keys(COLUMNS), ...rows], { bom: true, quoted: true, record_delimiter: 'windows' })
}

/** https://owasp.org/www-community/attacks/CSV_Injection */
function toCell(value: string | number | Date | null): string {
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters have no place in a cell
  const text = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
}
