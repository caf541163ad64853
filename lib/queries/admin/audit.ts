import { db } from '#lib/database/client.ts'
import { literally } from '#lib/database/like-pattern.ts'
import type { AuditFacets, AuditFilter, AuditView } from '#lib/queries/admin-schemas.ts'

/** The entries that match `filter`, newest first. One more than `limit`, to show whether there is a next page. */
export async function listAuditEntries(filter: AuditFilter, limit: number): Promise<AuditView[]> {
  const { actor, action, subject, from, to, before } = filter
  const entries = await db().auditEntry.findMany({
    where: {
      ...(before !== undefined && { id: { lt: before } }),
      ...(actor !== undefined && { actor }),
      ...(action !== undefined && { action }),
      ...(subject !== undefined && { subject: { contains: literally(subject), mode: 'insensitive' } }),
      at: { ...(from && { gte: from }), ...(to && { lt: to }) },
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return entries.map((entry) => ({ ...entry, id: String(entry.id) }))
}

/** All actors and all actions, each once, by name. */
export async function listAuditFacets(): Promise<AuditFacets> {
  const [actors, actions] = await Promise.all([
    db().auditEntry.findMany({ distinct: ['actor'], select: { actor: true }, orderBy: { actor: 'asc' } }),
    db().auditEntry.findMany({ distinct: ['action'], select: { action: true }, orderBy: { action: 'asc' } }),
  ])
  return { actors: actors.map(({ actor }) => actor), actions: actions.map(({ action }) => action) }
}
