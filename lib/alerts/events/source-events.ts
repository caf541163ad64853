import type { Transaction } from '#lib/database/transaction.ts'
import { BELIEVED_INTERVALS } from '#lib/domain/state.ts'
import { raiseEvents } from './raise-events.ts'

/** So many polls in a row fail before it is told: as many as may be missed before a vendor's state is no longer known. */
const FAILURES = BELIEVED_INTERVALS

/** Raises that a source has begun to fail, or reads well again, in the transaction that counts its failed polls. */
export async function raiseHealth(
  tx: Transaction,
  sourceId: number,
  { before, after, reason = 'unknown' }: { before: number; after: number; reason?: string | undefined },
): Promise<void> {
  const isFailing = after >= FAILURES
  if (isFailing === before >= FAILURES) return
  const { rows } = await tx.query<{ vendorId: number }>('select vendor_id as "vendorId" from sources where id = $1', [
    sourceId,
  ])
  const vendorId = rows[0]?.vendorId
  if (vendorId === undefined) return
  const about = { vendorId, sourceId, incidentId: null, happenedAt: new Date() }
  await raiseEvents(tx, [
    isFailing
      ? { ...about, kind: 'source_failing', detail: { reason } }
      : { ...about, kind: 'source_recovered', detail: {} },
  ])
}
