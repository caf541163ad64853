import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { queryRows } from '#lib/database/client.ts'
import { countBefore, type ReadTimes } from '#lib/domain/read-times.ts'
import type { DocumentLine } from '#lib/queries/admin-schemas.ts'
import { toLongRowId } from '#lib/url/row-id.ts'
import { Prisma } from '#prisma/client/client.ts'

const decompress = promisify(gunzip)

const columns = Prisma.sql`
  d.id::text, d.sha256, d.url, d.content_type AS "contentType", d.byte_length AS "byteLength", d.stored_at AS "storedAt",
  d.parsed AS "isParsed", d.body IS NOT NULL AS "isKept"`

/**
 * When a run was executing (null before it started), and when a document was read (null for the run's own, and for documents
 * stored meanwhile).
 */
type Times = { startedAt: Date | null; finishedAt: Date } & { [Time in keyof ReadTimes]: ReadTimes[Time] | null }

/** The documents of a run: its own, or those of its source that were read while it was executing; at most 100. */
export async function listRunDocuments(runId: string): Promise<DocumentLine[]> {
  const rows = await queryRows<(DocumentLine & Times)[]>(Prisma.sql`
    SELECT ${columns}, r.started_at AS "startedAt", coalesce(r.finished_at, now()) AS "finishedAt",
      o.first_observed_at AS "firstAt", o.last_observed_at AS "lastAt", o.read_count AS "readCount", o.recent_gaps AS "recentGaps"
    FROM runs r JOIN documents d ON d.source_id = r.source_id
    LEFT JOIN observations o ON o.document_id = d.id AND d.id IS DISTINCT FROM r.document_id AND o.read_count > 0
      AND d.stored_at NOT BETWEEN r.started_at AND coalesce(r.finished_at, now())
      AND o.last_observed_at >= r.started_at AND o.first_observed_at <= coalesce(r.finished_at, now())
    WHERE r.id = ${runId}::uuid AND (
      d.id = r.document_id
      OR (r.document_id IS NULL AND r.mode <> 'replay' AND (
        d.stored_at BETWEEN r.started_at AND coalesce(r.finished_at, now()) OR o.document_id IS NOT NULL))
    ) ORDER BY d.id LIMIT 100`)
  return rows
    .filter(isReadInRun)
    .map(({ startedAt, finishedAt, firstAt, lastAt, readCount, recentGaps, ...line }) => line)
}

function isReadInRun({ startedAt, finishedAt, firstAt, lastAt, readCount, recentGaps }: Times): boolean {
  if (startedAt === null || firstAt === null || lastAt === null || readCount === null || recentGaps === null)
    return true
  const times = { firstAt, lastAt, readCount, recentGaps }
  return countBefore(times, startedAt) < countBefore(times, finishedAt, { orAt: true })
}

export interface KeptBytes extends DocumentLine {
  vendor: string
  bytes: Uint8Array | null
}

/** A document with its bytes as served, or without them after they were pruned. Null for an unknown id. */
export async function getDocument(id: string): Promise<KeptBytes | null> {
  const rowId = toLongRowId(id)
  if (rowId === null) return null
  const [row] = await queryRows<(DocumentLine & { vendor: string; body: Uint8Array | null })[]>(Prisma.sql`
    SELECT ${columns}, v.slug AS vendor, d.body
    FROM documents d JOIN sources s ON s.id = d.source_id JOIN vendors v ON v.id = s.vendor_id
    WHERE d.id = ${rowId}`)
  if (row === undefined) return null
  const { body, ...document } = row
  return { ...document, bytes: body === null ? null : await decompress(body) }
}
