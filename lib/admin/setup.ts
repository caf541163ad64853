import { writeAudit } from '#lib/admin/audit.ts'
import { inTransaction } from '#lib/database/transaction.ts'

/** Hides the list of first steps, for everybody and for good. */
export async function dismissFirstSteps(actor: string): Promise<void> {
  await inTransaction((tx) => writeAudit(tx, { actor, action: 'setup.dismiss', subject: 'first steps' }))
}
