/** Ids in addresses, forms and options: impossible ones are rejected here, before a query fails on them. */

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text can be the id of a run, a batch or a detection. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** The id of a row in a table with 32-bit ids: a source, a correction, a token. Null when impossible. */
export function toRowId(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

/** Like `toRowId`, for tables with 64-bit ids: documents, quarantined items, audit entries. */
export function toLongRowId(text: string): bigint | null {
  return /^\d{1,18}$/.test(text) ? BigInt(text) : null
}
