import { db } from '#lib/database/client.ts'
import { incidentPath, vendorPath } from '#lib/url/path.ts'
import { Prisma } from '#prisma/client/client.ts'

export interface SitemapEntry {
  path: string
  /** When it last had new content; null if never. */
  changedAt: Date | null
}

/** The newest public pages of vendors and counted incidents, at most `limit` (a sitemap may hold 50,000). */
export async function listSitemap(limit: number): Promise<SitemapEntry[]> {
  const [vendors, incidents] = await Promise.all([
    db().$queryRaw<{ slug: string; changedAt: Date | null }[]>(Prisma.sql`
      SELECT v.slug, max(i.observed_at) AS "changedAt" FROM vendors v LEFT JOIN incidents i ON i.vendor_id = v.id
      GROUP BY v.slug ORDER BY v.slug`),
    db().$queryRaw<{ vendor: string; id: string; title: string; changedAt: Date }[]>(Prisma.sql`
      SELECT v.slug AS vendor, i.public_id AS id, i.title, i.observed_at AS "changedAt"
      FROM incidents i JOIN vendors v ON v.id = i.vendor_id
      WHERE i.dedup_status = 'counted' ORDER BY i.sort_at DESC, i.id DESC LIMIT ${limit}`),
  ])
  return [
    ...vendors.map(({ slug, changedAt }) => ({ path: vendorPath(slug), changedAt })),
    ...incidents.map(({ vendor, id, title, changedAt }) => ({ path: incidentPath(vendor, id, title), changedAt })),
  ].slice(0, limit)
}
