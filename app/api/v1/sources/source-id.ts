import { NotFoundError } from '#lib/domain/errors.ts'
import { toRowId } from '#lib/url/row-id.ts'

/** The id of a source from an address segment. Throws NotFoundError for a value that cannot be one. */
export function toSourceId(text: string): number {
  const id = toRowId(text)
  if (id === null) throw new NotFoundError(`There is no source "${text}".`)
  return id
}
