import { redirect } from 'next/navigation'
import { choicePath } from '#lib/url/path.ts'
import { parseVendorChoice } from '#lib/url/vendor-choice.ts'

/**
 * The vendors that a page's query chooses. A form sends them one by one and its untouched fields too; that leads to the same
 * page at the address to be sent to others, with `canonicalQuery` for all the rest. Throws InvalidInputError for more than
 * `most`.
 */
export function readChoice(page: string, params: URLSearchParams, canonicalQuery: string, most: number): string[] {
  const values = params.getAll('vendors')
  const slugs = parseVendorChoice(values, most)
  if (values.length > 1) redirect(choicePath(page, slugs.map(encodeURIComponent), canonicalQuery))
  return slugs
}
