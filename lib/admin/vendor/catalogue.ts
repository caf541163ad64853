import { NotFoundError } from '#lib/domain/errors.ts'
import { listPlatforms } from '#lib/sources/platforms.ts'
import { CATEGORIES, type CatalogueVendor, VENDORS } from '#prisma/vendors.ts'

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

/** What vendors may be of, as the filter of the first page has it. */
export function listCategories(): readonly string[] {
  return CATEGORIES
}

/** The platforms whose addresses or documents can be read, those with addresses first. */
export function listFormats(): { platform: string; name: string; hasAddress: boolean }[] {
  return listPlatforms()
}
