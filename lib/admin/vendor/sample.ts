import { writeAudit } from '#lib/admin/audit.ts'
import { countDeletionImpact } from '#lib/admin/deletion-impact.ts'
import { dryRun } from '#lib/admin/dry-run.ts'
import { removeSource } from '#lib/admin/source/delete-source.ts'
import { notifyChange } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction, lockSources, lockVendors, type Transaction } from '#lib/database/transaction.ts'
import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getSource } from '#lib/sources/source.ts'
import { type AddedVendors, type AddOptions, addVendorsFromCatalogue } from './add-vendor.ts'

/** What is typed to confirm the removal. */
export const SAMPLE_WORD = 'sample'

/**
 * Adds the real status pages of the vendors that so far have nothing but the bundled sample, and has them read. A vendor
 * that cannot be added does not keep the others from it. Throws InvalidInputError when there is no such vendor.
 */
export async function addSamplePages(options: AddOptions): Promise<AddedVendors> {
  const { rows } = await pool().query<{ slug: string }>(
    `select slug from vendors v where exists (select from sources where vendor_id = v.id)
       and not exists (select from sources where vendor_id = v.id and origin <> 'sample') order by lower(name), id`,
  )
  if (rows.length === 0) throw new InvalidInputError('No vendor here has only the sample.')
  return await addVendorsFromCatalogue(
    rows.map(({ slug }) => slug),
    options,
  )
}

export interface SampleRemoval extends DeletionImpact {
  /** Vendors that have nothing but the sample, and are deleted with it. */
  vendors: number
}

/** What the removal of the sample would delete; nothing is changed. */
export async function trySampleRemoval(now: Date): Promise<SampleRemoval> {
  return await dryRun((tx) => remove(tx, now))
}

/**
 * Deletes the bundled sample: its documents, incidents, corrections and runs, and the vendors that have nothing else. What
 * was read from status pages, or uploaded, stays. It is not loaded again. `confirmation` must be "sample". Throws
 * InvalidInputError for another word, and where there is no sample.
 */
export async function removeSample(confirmation: string, actor: string): Promise<SampleRemoval> {
  if (confirmation !== SAMPLE_WORD) throw new InvalidInputError(`Type "${SAMPLE_WORD}" exactly.`, 'confirmation')
  return await inTransaction(async (tx) => {
    await tx.query<never>("set local statement_timeout = '120s'; set local lock_timeout = '30s'")
    const removal = await remove(tx, new Date())
    await writeAudit(tx, { actor, action: 'sample.remove', subject: 'sample', detail: removal })
    return removal
  })
}

interface SampleSource {
  id: number
  vendorId: number
  slug: string
  isOnly: boolean
}

async function remove(tx: Transaction, now: Date): Promise<SampleRemoval> {
  const { rows: found } = await tx.query<{ id: number; vendorId: number }>(
    `select id, vendor_id as "vendorId" from sources where origin = 'sample'`,
  )
  await lockSources(
    tx,
    found.map(({ id }) => id),
  )
  await lockVendors(
    tx,
    found.map(({ vendorId }) => vendorId),
  )
  // Under the locks: a vendor to which somebody has just added a source has more than the sample.
  const { rows: samples } = await tx.query<SampleSource>(
    `select s.id, s.vendor_id as "vendorId", v.slug,
       not exists (select from sources o where o.vendor_id = v.id and o.origin <> 'sample') as "isOnly"
     from sources s join vendors v on v.id = s.vendor_id where s.id = any($1::int[]) order by s.id`,
    [found.map(({ id }) => id)],
  )
  if (samples.length === 0) throw new InvalidInputError('There is no sample here.')
  const total: SampleRemoval = {
    vendors: samples.filter(({ isOnly }) => isOnly).length,
    sources: 0,
    incidents: 0,
    updates: 0,
    corrections: 0,
    documents: 0,
    runs: 0,
    permalinks: 0,
  }
  for (const { id, vendorId, slug, isOnly } of samples) {
    const deletionImpact = isOnly
      ? await countDeletionImpact(tx, { vendorId })
      : (await removeSource(tx, await getSource(tx, id), now)).deletionImpact
    for (const what of Object.keys(deletionImpact) as (keyof DeletionImpact)[]) total[what] += deletionImpact[what]
    if (isOnly) await tx.query<never>('delete from vendors where id = $1', [vendorId])
    await notifyChange(tx, slug)
  }
  return total
}
