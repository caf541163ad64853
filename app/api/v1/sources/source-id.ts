import { NotFoundError } from '#lib/domain/errors.ts'

/** The id of a source from a part of an address. Throws NotFoundError for what cannot be one. */
export function toSourceId(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new NotFoundError(`There is no source "${text}".`)
  return Number(text)
}
