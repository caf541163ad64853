import { NotFoundError } from '#lib/domain/errors.ts'
import { type CatalogueVendor, VENDORS } from '#prisma/vendors.ts'

export type { CatalogueVendor }

/** The vendors that can be added with one click, by name. */
export function listCatalogue(): readonly CatalogueVendor[] {
  return VENDORS.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Throws NotFoundError for a slug that is not in the catalogue. */
export function getCatalogueVendor(slug: string): CatalogueVendor {
  const found = VENDORS.find((vendor) => vendor.slug === slug)
  if (found === undefined) throw new NotFoundError(`There is no "${slug}" in the catalogue.`)
  return found
}
