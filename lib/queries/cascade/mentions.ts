import { queryRows } from '#lib/database/client.ts'
import { Prisma } from '#prisma/client/client.ts'

/** A link in a posting, and whose incident it leads to; or a vendor that the posting names. */
export interface FoundMention {
  incidentId: bigint
  postedAt: Date
  /** The host of the link. */
  host: string
  /** The public id of the incident that it leads to; null if that is not stored. */
  targetId: string | null
  /** Its vendor, which is known by the host too; null for a host that no vendor here has. */
  vendorId: number | null
  slug: string | null
  name: string | null
  /** The sentence that names the vendor; null for a link. */
  quote: string | null
}

interface MentionRow {
  incidentId: bigint
  postedAt: Date
  url: string
  targetId: string | null
  vendorId: number | null
  slug: string | null
  name: string | null
}

/** The links in what these incidents had posted before `until`, oldest first, each address once per incident. */
export async function listNamed(incidentIds: readonly bigint[], until: Date): Promise<FoundMention[]> {
  if (incidentIds.length === 0) return []
  const rows = await queryRows<MentionRow[]>(Prisma.sql`
    SELECT m.incident_id AS "incidentId", min(u.posted_at) AS "postedAt", m.url, t.public_id AS "targetId",
           v.id AS "vendorId", v.slug, v.name
    FROM mentions m JOIN incident_updates u ON u.id = m.update_id
    LEFT JOIN incidents t ON t.id = m.target_incident_id LEFT JOIN vendors v ON v.id = t.vendor_id
    WHERE m.incident_id = ANY(${incidentIds}::bigint[]) AND u.posted_at < ${until} AND u.withdrawn_at IS NULL
    GROUP BY m.incident_id, m.url, t.public_id, v.id ORDER BY 2, m.url`)
  const found = rows.map(({ url, ...row }) => ({ ...row, host: new URL(url).hostname, quote: null }))
  const owners = await findOwners([...new Set(found.flatMap(({ vendorId, host }) => (vendorId === null ? host : [])))])
  return found.map((mention) => ({ ...mention, ...(mention.vendorId === null && owners.get(mention.host)) }))
}

/**
 * The vendors of hosts: by the address of a source, or of the newest incident of a source without one; else by the vendor's
 * website, of which the host is a part. A host that several vendors share is nobody's.
 */
async function findOwners(hosts: string[]): Promise<Map<string, { vendorId: number; slug: string; name: string }>> {
  if (hosts.length === 0) return new Map()
  const rows = await queryRows<{ host: string; vendorId: number; slug: string; name: string }[]>(Prisma.sql`
    WITH asked AS (SELECT unnest(${hosts}::text[]) AS host),
    owners AS (
      SELECT asked.host, s.vendor_id, 1000 AS rank FROM asked JOIN sources s ON substring(s.url FROM ${HOST_OF_URL}) = asked.host
      UNION
      SELECT asked.host, s.vendor_id, 1000 FROM sources s CROSS JOIN LATERAL (
        SELECT i.source_url FROM incidents i WHERE i.vendor_id = s.vendor_id AND i.source_id = s.id ORDER BY i.sort_at DESC LIMIT 1
      ) newest JOIN asked ON asked.host = substring(newest.source_url FROM ${HOST_OF_URL})
      WHERE s.url IS NULL
      UNION
      SELECT asked.host, v.id, length(own.site) FROM asked CROSS JOIN vendors v
      CROSS JOIN LATERAL (SELECT regexp_replace(substring(v.website_url FROM ${HOST_OF_URL}), '^www[.]', '') AS site) own
      WHERE asked.host = own.site OR right(asked.host, length(own.site) + 1) = '.' || own.site
    ),
    best AS (
      SELECT o.host, min(o.vendor_id) AS vendor_id FROM owners o
      WHERE o.rank = (SELECT max(rank) FROM owners WHERE host = o.host)
      GROUP BY o.host HAVING count(DISTINCT o.vendor_id) = 1
    )
    SELECT best.host, v.id AS "vendorId", v.slug, v.name FROM best JOIN vendors v ON v.id = best.vendor_id`)
  return new Map(rows.map(({ host, ...vendor }) => [host, vendor]))
}

const HOST_OF_URL = '^https?://([^/:?#]+)'
