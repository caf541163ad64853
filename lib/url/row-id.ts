/** Ids as they stand in addresses, forms and options: what cannot be one is found out here, before a query fails on it. */

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text can be the id of a run, a batch or a detection. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** The id of a row whose table counts in 32 bits: a source, a correction, a token. Null for what cannot be one. */
export function toRowId(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

/** As `toRowId`, where the table counts in 64 bits: documents, quarantined items, audit entries. */
export function toLongRowId(text: string): bigint | null {
  return /^\d{1,18}$/.test(text) ? BigInt(text) : null
}
