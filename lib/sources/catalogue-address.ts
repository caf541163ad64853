import { readCatalogue } from '#prisma/catalogue.ts'
import type { Source } from './source.ts'

/** Where the catalogue of this release has the source's vendor, if it can be read there and that is another host; else null. */
export function catalogueAddress({ vendorSlug, url }: Source): string | null {
  const entry = readCatalogue().vendors.find(({ slug }) => slug === vendorSlug)
  if (entry === undefined || entry.access.kind === 'unreadable' || url === null) return null
  return new URL(entry.address).host === new URL(url).host ? null : entry.address
}
