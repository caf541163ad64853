import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { MAX_STACKED, parseVendorChoice } from '#lib/url/vendor-choice.ts'

/** The slugs that a file about a stack is asked for. Throws InvalidInputError for none, and for more than a stack holds. */
export function parseAskedVendors(params: URLSearchParams): string[] {
  const asked = parseVendorChoice(params.getAll('vendors'), MAX_STACKED)
  if (asked.length === 0) throw new InvalidInputError('vendors must name at least one: ?vendors=a,b.', 'vendors')
  return asked
}

/** Throws NotFoundError if none of them is here; those that are unknown beside others are left out. */
export function requireAny({ vendors, unknown }: { vendors: readonly unknown[]; unknown: readonly string[] }): void {
  if (vendors.length === 0) throw new NotFoundError(`There is no vendor "${unknown.join('", "')}".`)
}
