import { InvalidInputError } from '#lib/domain/errors.ts'

/** Nobody reads more columns than this side by side. */
export const MAX_COMPARED = 5
/** More vendors than most teams depend on; limits what one page reads. */
export const MAX_STACKED = 25

/**
 * The vendors of a comparison or a stack, as `vendors=a,b` or as a form sends them, `vendors=a&vendors=b`: each slug once, in
 * the given order. Throws InvalidInputError for more than `most`.
 */
export function parseVendorChoice(values: readonly string[], most: number): string[] {
  const slugs = new Set(
    values
      .flatMap((value) => value.split(','))
      .map((slug) =>
        slug
          .replace(/\p{Cc}/gu, '')
          .trim()
          .toLowerCase()
          .slice(0, 100),
      )
      .filter((slug) => slug !== ''),
  )
  if (slugs.size > most) throw new InvalidInputError(`vendors: ${slugs.size} given; the limit is ${most}.`, 'vendors')
  return [...slugs]
}

/** A page lists at most so many vendors; the list of all comes in pages beyond. */
export const MAX_LISTED = 300

/** The vendors of such a page. */
export const VENDORS_OF_PAGE = 100
