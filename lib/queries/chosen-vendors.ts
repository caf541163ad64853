import { queryRows } from '#lib/database/client.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type VendorRow, vendorColumns } from './scope.ts'

export interface ChosenVendors {
  /** In the chosen order, each once, even if an old slug and a new one name the same vendor. */
  vendors: VendorRow[]
  /** Slugs that no vendor has or had. */
  unknown: string[]
}

/** The vendors with these slugs, current or former. */
export async function listChosenVendors(slugs: readonly string[]): Promise<ChosenVendors> {
  const rows = await queryRows<(VendorRow & { asked: string })[]>(Prisma.sql`
    SELECT w.slug AS asked, ${vendorColumns} FROM unnest(${[...slugs]}::text[]) AS w (slug)
    JOIN vendors v ON v.id = coalesce(
      (SELECT id FROM vendors WHERE slug = w.slug), (SELECT vendor_id FROM vendor_aliases WHERE slug = w.slug))`)
  const bySlug = new Map(rows.map(({ asked, ...vendor }) => [asked, vendor]))
  const found = slugs.map((slug) => bySlug.get(slug)).filter((vendor) => vendor !== undefined)
  return {
    vendors: [...new Map(found.map((vendor) => [vendor.id, vendor])).values()],
    unknown: slugs.filter((slug) => !bySlug.has(slug)),
  }
}

/** All vendors by name, for a selection list. */
export async function listVendorNames(): Promise<{ slug: string; name: string }[]> {
  return await queryRows<{ slug: string; name: string }[]>(Prisma.sql`SELECT slug, name FROM vendors ORDER BY name`)
}

/** A vendor for examples: the first by name of those with an outage on record, with the newest one's id, else a made-up one. */
export async function findExampleVendor(): Promise<{ slug: string; name: string; incident: string | null }> {
  const isOutage = Prisma.sql`i.vendor_id = v.id AND i.dedup_status = 'counted' AND i.kind = 'incident'`
  const [vendor] = await queryRows<{ slug: string; name: string; incident: string }[]>(Prisma.sql`
    WITH example AS (
      SELECT v.id, v.slug, v.name FROM vendors v WHERE EXISTS (SELECT FROM incidents i WHERE ${isOutage})
      ORDER BY v.name, v.id LIMIT 1
    )
    SELECT v.slug, v.name, newest.public_id AS incident FROM example v CROSS JOIN LATERAL (
      SELECT i.public_id FROM incidents i WHERE ${isOutage} ORDER BY i.sort_at DESC, i.id DESC LIMIT 1
    ) newest`)
  return vendor ?? { slug: 'example', name: 'Example', incident: null }
}
