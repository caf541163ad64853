import { writeAudit } from '#lib/admin/audit.ts'
import { countDeletionImpact } from '#lib/admin/deletion-impact.ts'
import { dryRun } from '#lib/admin/dry-run.ts'
import { onlyRow } from '#lib/database/client.ts'
import { inTransaction, lockSource, lockVendor, type Transaction } from '#lib/database/transaction.ts'
import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { type FigureMove, headlineFigures, movesBetween } from '#lib/incidents/figures.ts'
import { settleVendor } from '#lib/incidents/store-incidents.ts'
import { fillPrimary, getSource, type Source } from '#lib/sources/source.ts'

export interface Removal {
  deletionImpact: DeletionImpact
  /** The vendor's headline figures that it moves. */
  figures: FigureMove[]
}

/** The impact of deleting a source; nothing is changed. Throws NotFoundError. */
export async function tryDeletion(sourceId: number, now: Date): Promise<Removal> {
  return await dryRun(async (tx) => removeSource(tx, await getSource(tx, sourceId), now))
}

/**
 * Deletes a source with its documents, incidents, corrections and runs. Permalinks of incidents that another source
 * also has lead there, all others answer 404. `confirmation` must be the source's key. Returns the vendor's slug.
 * Throws InvalidInputError for a wrong confirmation, NotFoundError for an unknown source.
 */
export async function deleteSource(sourceId: number, confirmation: string, actor: string): Promise<string> {
  return await inTransaction(async (tx) => {
    // As long as a large source takes, after waiting for its writers.
    await tx.query<never>("set local statement_timeout = '120s'; set local lock_timeout = '30s'")
    const source = await getSource(tx, sourceId)
    const { rows } = await tx.query<{ key: string }>('select key from sources where id = $1', [sourceId])
    const { key } = onlyRow(rows)
    if (confirmation !== key) throw new InvalidInputError(`Type "${key}" exactly.`, 'confirmation')
    const { deletionImpact } = await removeSource(tx, source, new Date())
    await writeAudit(tx, {
      actor,
      action: 'source.delete',
      subject: `${source.vendorSlug} ${key}`,
      detail: deletionImpact,
    })
    return source.vendorSlug
  })
}

/** As `deleteSource`, in the caller's transaction and without a confirmation. */
export async function removeSource(tx: Transaction, source: Source, now: Date): Promise<Removal> {
  const { id, vendorId } = source
  await lockSource(tx, id)
  await lockVendor(tx, vendorId)
  const before = await headlineFigures(tx, vendorId, now)
  const deletionImpact = await countDeletionImpact(tx, { sourceId: id })
  await tx.query<never>(
    `insert into incident_aliases (public_id, incident_id)
     select public_id, duplicate_of_id from incidents where source_id = $1 and dedup_status = 'superseded' and duplicate_of_id is not null
     on conflict do nothing`,
    [id],
  )
  await tx.query<never>('delete from sources where id = $1', [id])
  await fillPrimary(tx, vendorId)
  // A single source has no other to rank behind.
  await tx.query<never>(
    `update incidents set dedup_status = 'counted', duplicate_of_id = null where vendor_id = $1 and dedup_status <> 'counted'
       and (select count(*) from sources where vendor_id = $1) = 1`,
    [vendorId],
  )
  await settleVendor(tx, source, true)
  return { deletionImpact, figures: movesBetween(before, await headlineFigures(tx, vendorId, now)) }
}
