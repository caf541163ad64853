/** A call of `query` or `queryRows`, and its declared row type. */
export interface QuerySite {
  /** Path relative to the project's folder, and line of the word `query`. */
  at: string
  driver: 'pg' | 'rows'
  declares: DeclaredRow
  /** The statement if the source has all of it, with `$1` and so on for bound values; null if parts are inserted. */
  text: string | null
}

export type DeclaredRow =
  | { kind: 'none' }
  /** Rows that are only passed on, for a caller's SQL. */
  | { kind: 'any' }
  | { kind: 'fields'; fields: DeclaredField[]; isOpen: boolean }
  /** Rows as arrays, whose fields have positions and no names. */
  | { kind: 'places'; fields: DeclaredField[] }

export interface DeclaredField {
  name: string
  /** Its possible types; with `[]`, an array of that. */
  kinds: string[]
  isNullable: boolean
  /** Whether the column may be missing. */
  isOptional: boolean
  /** As in the source, for messages. */
  text: string
}

/** The result of a query: its columns in order. */
export interface Column {
  name: string
  /** For its Postgres type. */
  oid: number
  /** Whether it contained a null. */
  hadNull: boolean
}
