import { redirect } from 'next/navigation'
import { findVendorNames, type NamedVendor, resolveVendorNames } from '#lib/queries/vendor-names.ts'
import { choicePath } from '#lib/url/path.ts'
import { parseVendorChoice } from '#lib/url/vendor-choice.ts'

/** A page lists so many vendors to choose from; typing a name finds the others. */
const MAX_OFFERED = 24
const MAX_FIND_LENGTH = 200

/** The vendors that a picker offers beside the chosen ones. */
export interface OfferedVendors {
  vendors: NamedVendor[]
  /** How many match; more than are listed if there are many. */
  total: number
  /** What was typed to find them. */
  find: string
}

/**
 * The vendors chosen by a page's query. A form sends one parameter per vendor, and names that were typed; this redirects to the
 * shareable address of the same page, with `canonicalQuery` for all the rest. Typed names that could mean several vendors stay in
 * `find`, for the reader to choose from. Throws InvalidInputError for more than `most`.
 */
export async function readChoice(
  page: string,
  params: URLSearchParams,
  canonicalQuery: string,
  most: number,
): Promise<{ slugs: string[]; find: string }> {
  const values = params.getAll('vendors')
  const typed = (params.get('find') ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, MAX_FIND_LENGTH)
    .trim()
  const named = await resolveVendorNames(typed)
  const slugs = parseVendorChoice([...values, ...named.slugs], most)
  if (values.length > 1 || named.slugs.length > 0) {
    const find = named.rest === '' ? '' : new URLSearchParams({ find: named.rest }).toString()
    const query = [find, canonicalQuery].filter((part) => part !== '').join('&')
    redirect(choicePath(page, slugs.map(encodeURIComponent), query))
  }
  return { slugs, find: typed }
}

/** What the picker of a page offers beside `slugs`. */
export async function offerVendors(slugs: readonly string[], find: string): Promise<OfferedVendors> {
  return { ...(await findVendorNames(find, { most: MAX_OFFERED, without: slugs })), find }
}
