import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { db } from '#lib/db.ts'
import type { DocumentLine } from '#lib/queries/admin-shapes.ts'
import { Prisma } from '#prisma/client/client.ts'

const decompress = promisify(gunzip)

const columns = Prisma.sql`
  d.id::text, d.sha256, d.url, d.content_type AS "contentType", d.byte_length AS "byteLength", d.stored_at AS "storedAt",
  d.parsed AS "isParsed", d.body IS NOT NULL AS "isKept"`

/** The documents that a run read: its own, or those of its source that were read while it was at work; at most 100. */
export async function listRunDocuments(runId: string): Promise<DocumentLine[]> {
  return await db().$queryRaw<DocumentLine[]>(Prisma.sql`
    SELECT ${columns} FROM runs r JOIN documents d ON d.source_id = r.source_id
    WHERE r.id = ${runId}::uuid AND (
      d.id = r.document_id
      OR (r.document_id IS NULL AND r.mode <> 'replay' AND (
        d.stored_at BETWEEN r.started_at AND coalesce(r.finished_at, now())
        OR EXISTS (SELECT FROM readings p WHERE p.document_id = d.id
                   AND p.read_at BETWEEN r.started_at AND coalesce(r.finished_at, now()))))
    ) ORDER BY d.id LIMIT 100`)
}

export interface KeptBytes extends DocumentLine {
  vendor: string
  bytes: Uint8Array | null
}

/** A document with its bytes as they were served; without them where they have been thinned out. Null for an unknown id. */
export async function getDocument(id: string): Promise<KeptBytes | null> {
  if (!/^\d{1,18}$/.test(id)) return null
  const [row] = await db().$queryRaw<(DocumentLine & { vendor: string; body: Uint8Array | null })[]>(Prisma.sql`
    SELECT ${columns}, v.slug AS vendor, d.body
    FROM documents d JOIN sources s ON s.id = d.source_id JOIN vendors v ON v.id = s.vendor_id
    WHERE d.id = ${BigInt(id)}`)
  if (row === undefined) return null
  const { body, ...document } = row
  return { ...document, bytes: body === null ? null : await decompress(body) }
}
