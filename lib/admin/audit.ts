import type { Transaction } from '#lib/database/transaction.ts'

export interface AuditEntry {
  /** Who did it: an admin's name, "cli", the name of a token. */
  actor: string
  /** What was done, "vendor.create". */
  action: string
  /** To what: a slug or an id. */
  subject: string
  detail?: unknown
}

/** Writes an audit entry in the transaction of the change. */
export async function writeAudit(tx: Transaction, { actor, action, subject, detail }: AuditEntry): Promise<void> {
  await tx.query<never>('insert into audit_entries (actor, action, subject, detail) values ($1, $2, $3, $4)', [
    actor,
    action,
    subject,
    detail === undefined ? null : JSON.stringify(detail),
  ])
}
