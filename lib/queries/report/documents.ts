import { queryRows } from '#lib/database/client.ts'
import { listCondition } from '#lib/queries/incidents.ts'
import type { ReportDocument } from '#lib/queries/schemas.ts'
import type { Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'

/**
 * The documents that the scope's incidents and their updates were last read from, by vendor and address. `carriedOver`: public ids
 * of incidents that began earlier and count too.
 */
export async function listReportDocuments(scope: Scope, carriedOver: readonly string[]): Promise<ReportDocument[]> {
  return await queryRows<ReportDocument[]>(Prisma.sql`
    WITH said AS (
      SELECT i.id, i.source_id, i.source_sha256 AS sha256 FROM incidents i
      WHERE (${listCondition(scope)}) OR i.public_id = ANY(${[...carriedOver]}::text[])
    ), hashes AS (
      SELECT id, source_id, sha256 FROM said
      UNION SELECT said.id, said.source_id, u.source_sha256 FROM said JOIN incident_updates u ON u.incident_id = said.id
    )
    SELECT v.slug AS vendor, d.url, d.sha256, d.byte_length AS "byteLength", d.first_read_at AS "firstReadAt",
      d.last_read_at AS "lastReadAt", count(DISTINCT h.id)::int AS "incidentCount"
    FROM hashes h JOIN documents d ON d.source_id = h.source_id AND d.sha256 = h.sha256
    JOIN sources s ON s.id = d.source_id JOIN vendors v ON v.id = s.vendor_id
    GROUP BY v.slug, d.id ORDER BY v.slug, d.url NULLS FIRST, d.observed_at NULLS FIRST, d.sha256`)
}
