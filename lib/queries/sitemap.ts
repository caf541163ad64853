import { queryRows } from '#lib/database/client.ts'
import { incidentPath, vendorPath } from '#lib/url/path.ts'
import { Prisma } from '#prisma/client/client.ts'
import { mapInChunks } from './event-loop.ts'

export interface SitemapEntry {
  path: string
  /** When it last had new content; null if never. */
  changedAt: Date | null
}

/** The incidents of one part are those with so many row ids in a row: a part is found at once, and stays what it is. */
const IDS_OF_PART = 40_000
/** An older incident that changes does not count as a change of its vendor's page. */
const NEWEST = 10

/** How many parts there are with incidents. */
export async function countSitemapParts(): Promise<number> {
  const [{ last }] = await queryRows<[{ last: bigint | null }]>(Prisma.sql`SELECT max(id) AS last FROM incidents`)
  return last === null ? 0 : Math.floor(Number(last) / IDS_OF_PART) + 1
}

/** The pages of all vendors. */
export async function listVendorPages(): Promise<SitemapEntry[]> {
  const vendors = await queryRows<{ slug: string; changedAt: Date | null }[]>(Prisma.sql`
    SELECT v.slug, (
      SELECT max(observed_at) FROM (
        SELECT i.observed_at FROM incidents i WHERE i.vendor_id = v.id ORDER BY i.sort_at DESC LIMIT ${NEWEST}
      ) newest
    ) AS "changedAt"
    FROM vendors v ORDER BY v.slug`)
  return vendors.map(({ slug, changedAt }) => ({ path: vendorPath(slug), changedAt }))
}

/** The pages of counted incidents of a part, counted from 0. */
export async function listIncidentPages(part: number): Promise<SitemapEntry[]> {
  const [from, to] = [part * IDS_OF_PART, (part + 1) * IDS_OF_PART]
  const incidents = await queryRows<{ vendor: string; id: string; title: string; changedAt: Date }[]>(Prisma.sql`
    SELECT v.slug AS vendor, i.public_id AS id, i.title, i.observed_at AS "changedAt"
    FROM incidents i JOIN vendors v ON v.id = i.vendor_id
    WHERE i.id >= ${from} AND i.id < ${to} AND i.dedup_status = 'counted' ORDER BY i.id DESC`)
  return await mapInChunks(incidents, ({ vendor, id, title, changedAt }) => ({
    path: incidentPath(vendor, id, title),
    changedAt,
  }))
}
