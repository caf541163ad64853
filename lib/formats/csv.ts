import { stringify } from 'csv-stringify/sync'

export type CsvValue = string | number | Date | null

/**
 * A table as RFC 4180, every field quoted, with a byte order mark for spreadsheets. Text that a spreadsheet would read as a
 * formula gets a leading apostrophe.
 */
export function toCsv(head: string[], rows: CsvValue[][]): string {
  return toCsvHead(head) + toCsvRows(rows)
}

/** The first line of such a table, with the mark. */
export function toCsvHead(head: string[]): string {
  return stringify([head], { bom: true, quoted: true, record_delimiter: 'windows' })
}

/** Further lines of such a table. */
export function toCsvRows(rows: CsvValue[][]): string {
  return stringify(
    rows.map((row) => row.map(toCell)),
    { quoted: true, record_delimiter: 'windows' },
  )
}

/** https://owasp.org/www-community/attacks/CSV_Injection */
function toCell(value: CsvValue): string {
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters have no place in a cell
  const text = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
}
