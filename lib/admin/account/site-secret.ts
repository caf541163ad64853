import { writeAudit } from '#lib/admin/audit.ts'
import { replaceSecret } from '#lib/auth/site-secret.ts'
import { inTransaction } from '#lib/database/transaction.ts'

/** Makes this site's configured secret the one of all sites on the database and ends all sessions; returns how many. */
export async function rotateSecret(actor: string): Promise<number> {
  return await inTransaction(async (tx) => {
    await replaceSecret(tx)
    const { rowCount } = await tx.query<never>('delete from sessions')
    const detail = { sessions: rowCount ?? 0 }
    await writeAudit(tx, { actor, action: 'site.rotate-secret', subject: 'AUTH_SECRET', detail })
    return detail.sessions
  })
}
