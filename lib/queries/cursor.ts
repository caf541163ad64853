import { InvalidInputError } from '#lib/domain/errors.ts'

/** A place in a list ordered by (sortAt, row id), newest first: the last row seen. */
export interface Place {
  sortAt: Date
  rowId: bigint
}

/** As opaque, URL-safe text. */
export function formatCursor({ sortAt, rowId }: Place): string {
  return Buffer.from(`${sortAt.getTime().toString(36)}.${rowId.toString(36)}`).toString('base64url')
}

/** The range of a 64-bit column, and of times that Postgres and `Date` both write with a four-digit year. */
const MAX_ROW_ID = 2n ** 63n - 1n
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z')
const LAST_MS = Date.UTC(9999, 11, 31)

/** Throws InvalidInputError for anything that `formatCursor` did not make. */
export function parseCursor(cursor: string): Place {
  const [, ms = '', id = ''] =
    /^(-?[0-9a-z]{1,10})\.([0-9a-z]{1,13})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  const sortAt = new Date(Number.parseInt(ms, 36))
  const rowId = [...id].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
  if (!(sortAt.getTime() >= FIRST_MS && sortAt.getTime() <= LAST_MS) || rowId > MAX_ROW_ID) {
    throw new InvalidInputError(
      'cursor: not a cursor of this list. Leave the cursor out to start at the newest incident.',
      'cursor',
    )
  }
  return { sortAt, rowId }
}
