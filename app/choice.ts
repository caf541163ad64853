import { redirect } from 'next/navigation'
import { choicePath } from '#lib/url/path.ts'
import { parseVendorChoice } from '#lib/url/vendor-choice.ts'

/**
 * The vendors chosen by a page's query. A form sends one parameter per vendor, and its untouched fields too; this redirects to
 * the shareable address of the same page, with `canonicalQuery` for all the rest. Throws InvalidInputError for more than
 * `most`.
 */
export function readChoice(page: string, params: URLSearchParams, canonicalQuery: string, most: number): string[] {
  const values = params.getAll('vendors')
  const slugs = parseVendorChoice(values, most)
  if (values.length > 1) redirect(choicePath(page, slugs.map(encodeURIComponent), canonicalQuery))
  return slugs
}
