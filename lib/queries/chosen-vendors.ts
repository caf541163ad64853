import { db } from '#lib/database/client.ts'
import type { VendorRow } from './scope.ts'

export interface ChosenVendors {
  /** In the chosen order, each once, even if an old slug and a new one name the same vendor. */
  vendors: VendorRow[]
  /** Slugs that no vendor has or had. */
  unknown: string[]
}

/** The vendors with these slugs, current or former. */
export async function listChosenVendors(slugs: readonly string[]): Promise<ChosenVendors> {
  const [present, aliases] = await Promise.all([
    db().vendor.findMany({ where: { slug: { in: [...slugs] } } }),
    db().vendorAlias.findMany({ where: { slug: { in: [...slugs] } }, include: { vendor: true } }),
  ])
  const bySlug = new Map([
    ...aliases.map(({ slug, vendor }) => [slug, vendor] as const),
    ...present.map((vendor) => [vendor.slug, vendor] as const),
  ])
  const found = slugs.map((slug) => bySlug.get(slug)).filter((vendor) => vendor !== undefined)
  return {
    vendors: [...new Map(found.map((vendor) => [vendor.id, vendor])).values()],
    unknown: slugs.filter((slug) => !bySlug.has(slug)),
  }
}

/** All vendors by name, for a selection list. */
export async function listVendorNames(): Promise<{ slug: string; name: string }[]> {
  return db().vendor.findMany({ select: { slug: true, name: true }, orderBy: { name: 'asc' } })
}
