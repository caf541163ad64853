/** A type of record of the export format, and where its records are kept. */
export interface RecordType {
  /** Part of the format, like the names of the fields: it stays when a table or a column is renamed. */
  name: string
  table: string
  /** What an export reads, if not the table; then the table is one of the import's own, of which it makes something else. */
  source?: string
  /** The columns by which an export sorts, so that two exports of the same data are equal. */
  order: string
  /** By name of the field: the column of a plain value, or the column with the kind of its values. */
  fields: Record<string, string | Field>
}

export interface Field {
  column: string
  kind: FieldKind
}

/**
 * - plain: a text, number or boolean
 * - time: an instant, in ISO 8601
 * - list: an array of texts or numbers
 * - bytes: base64
 * - json: any JSON, where null is no value
 * - value: any JSON, where null is a value of its own
 * - later: points at a record of the same type, which may come after it
 */
export type FieldKind = 'plain' | 'time' | 'list' | 'bytes' | 'json' | 'value' | 'later'

export const time = (column: string): Field => ({ column, kind: 'time' })
export const list = (column: string): Field => ({ column, kind: 'list' })
export const bytes = (column: string): Field => ({ column, kind: 'bytes' })
export const json = (column: string): Field => ({ column, kind: 'json' })
export const value = (column: string): Field => ({ column, kind: 'value' })
export const later = (column: string): Field => ({ column, kind: 'later' })

/** The fields of a type with their kinds spelt out. */
export function fieldsOf({ fields }: RecordType): Map<string, Field> {
  const entries = Object.entries(fields)
  return new Map(entries.map(([name, to]) => [name, typeof to === 'string' ? { column: to, kind: 'plain' } : to]))
}
