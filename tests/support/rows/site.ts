/** A call of `query` or `$queryRaw`, and what it declares of its rows. */
export interface QuerySite {
  /** Path from the project's folder, and line of the word `query`. */
  at: string
  driver: 'pg' | 'prisma'
  declares: DeclaredRow
  /** The statement, where the source has all of it: `$1` and so on for what a template binds; null where parts are put in. */
  text: string | null
}

export type DeclaredRow =
  | { kind: 'none' }
  /** Rows that are only handed on, for somebody else's SQL. */
  | { kind: 'any' }
  | { kind: 'fields'; fields: DeclaredField[]; isOpen: boolean }
  /** Rows as arrays, whose fields have places and no names. */
  | { kind: 'places'; fields: DeclaredField[] }

export interface DeclaredField {
  name: string
  /** What it may be; with `[]`, an array of that. */
  kinds: string[]
  isNullable: boolean
  /** Whether the column may be missing. */
  isOptional: boolean
  /** As the source has it, for messages. */
  text: string
}

/** What a query gave: its columns in order. */
export interface Column {
  name: string
  /** Of its Postgres type. */
  oid: number
  /** Whether a null was seen in it. */
  hadNull: boolean
}
