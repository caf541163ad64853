import { db } from '#lib/db.ts'
import type { AuditView } from '#lib/queries/admin-shapes.ts'

/** The log, newest first; `before` is the id of the last entry seen. One more than `limit`, so that a next page shows. */
export async function listAuditEntries(before: bigint | null, limit: number): Promise<AuditView[]> {
  const entries = await db().auditEntry.findMany({
    where: before === null ? {} : { id: { lt: before } },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return entries.map((entry) => ({ ...entry, id: String(entry.id) }))
}
