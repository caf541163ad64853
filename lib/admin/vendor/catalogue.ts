import { NotFoundError } from '#lib/domain/errors.ts'
import { listPlatforms as listReadablePlatforms } from '#lib/sources/platforms.ts'
import { findByName, likeness } from '#lib/text/likeness.ts'
import { CATEGORIES, type Catalogue, type CatalogueVendor, parseCatalogue, readCatalogue } from '#prisma/catalogue.ts'

export type { CatalogueVendor }

/** Which vendors of the catalogue are wanted. Empty: all. */
export interface CatalogueSearch {
  /** Words that must all stand in its name, its other names or its address, each from the beginning of a word; one that is nowhere finds names like it. */
  q?: string
  category?: string
}

/** The vendors that can be found by name, by name; those whose name begins with the first word asked for come first. */
export function listCatalogue({ q = '', category = '' }: CatalogueSearch = {}): CatalogueVendor[] {
  const words = wordsOf(q)
  const offered = readCatalogue().vendors.filter((vendor) => category === '' || vendor.category === category)
  const found = offered.filter((vendor) => words.every((word) => says(vendor, word)))
  if (found.length === 0 && words.length === 1) {
    const likenessOf = ({ name }: CatalogueVendor) => likeness(q, name) + likeness(name, q)
    return findByName(q, offered, ({ name }) => name).toSorted((a, b) => likenessOf(b) - likenessOf(a))
  }
  const rank = ({ name }: CatalogueVendor) => Number(!name.toLowerCase().startsWith(words[0] ?? ''))
  return found.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }))
}

/** Null for a slug that is not in the catalogue. */
export function findCatalogueVendor(slug: string): CatalogueVendor | null {
  return readCatalogue().vendors.find((vendor) => vendor.slug === slug) ?? null
}

/** As `findCatalogueVendor`; throws NotFoundError instead. */
export function getCatalogueVendor(slug: string): CatalogueVendor {
  const found = findCatalogueVendor(slug)
  if (found === null) throw new NotFoundError(`The catalogue has no vendor "${slug}".`)
  return found
}

/** Which lines of a catalogue's text stand, and which do not and why. */
export function checkCatalogue(text: string): Catalogue {
  return parseCatalogue(text)
}

/** The categories, in the order of the first page’s filter. */
export function listCategories(): readonly string[] {
  return CATEGORIES
}

/** The platforms whose addresses or documents can be read, those with addresses first. */
export function listPlatforms(): ReturnType<typeof listReadablePlatforms> {
  return listReadablePlatforms()
}

function says({ slug, name, searchWords, address }: CatalogueVendor, word: string): boolean {
  const heap = [...wordsOf(`${name} ${searchWords} ${address.slice('https://'.length)}`), slug]
  return (
    heap.some((said) => said.startsWith(word)) ||
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
      .startsWith(word)
  )
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
