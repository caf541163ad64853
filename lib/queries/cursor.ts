import { InvalidInputError } from '#lib/domain/errors.ts'

/** A place in a list that is ordered by (sortAt, row id), newest first: the last row that has been seen. */
export interface Place {
  sortAt: Date
  rowId: bigint
}

/** An opaque, URL-safe text. */
export function formatCursor({ sortAt, rowId }: Place): string {
  return Buffer.from(`${sortAt.getTime().toString(36)}.${rowId.toString(36)}`).toString('base64url')
}

/** Throws InvalidInputError for anything that `formatCursor` has not made. */
export function parseCursor(cursor: string): Place {
  const match = /^(-?[0-9a-z]{1,10})\.([0-9a-z]{1,13})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  const sortAt = new Date(Number.parseInt(match?.[1] ?? '', 36))
  if (match?.[2] === undefined || Number.isNaN(sortAt.getTime())) {
    throw new InvalidInputError('cursor: not one of this list; leave it out to start at the newest incident.', 'cursor')
  }
  return { sortAt, rowId: [...match[2]].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n) }
}
