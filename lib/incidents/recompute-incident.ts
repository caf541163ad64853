import { lockSource, type Transaction } from '#lib/database/transaction.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getSource, type Source } from '#lib/sources/source.ts'
import { loadIncidents } from './load-state.ts'
import { raiseCorrected } from './raise-news.ts'
import { settleVendor } from './store-incidents.ts'
import { type Written, writeIncidents } from './write-incidents.ts'

/** An incident that is locked for the rest of a transaction: no ingest changes it meanwhile. */
export interface HeldIncident {
  id: string
  externalId: string
  source: Source
}

/** Throws NotFoundError for an unknown public id. */
export async function holdIncident(tx: Transaction, publicId: string): Promise<HeldIncident> {
  const find = () =>
    tx.query<{ id: string; externalId: string; source_id: number }>(
      'select id, external_id as "externalId", source_id from incidents where public_id = $1',
      [publicId],
    )
  const found = (await find()).rows[0]
  if (found === undefined) throw new NotFoundError(`There is no incident "${publicId}".`)
  await lockSource(tx, found.source_id)
  // What was read before the lock may be outdated.
  const { id, externalId } = (await find()).rows[0] ?? found
  return { id, externalId, source: await getSource(tx, found.source_id) }
}

/**
 * Applies the corrections in force to an incident and recomputes what depends on it: the dedup status of the vendor's
 * other incidents. Notifies the page caches, and whoever wants to hear of corrections.
 */
export async function recomputeIncident(tx: Transaction, { externalId, source }: HeldIncident): Promise<void> {
  const written = await recomputeIncidents(tx, source, { ids: [externalId], isVisible: true })
  await raiseCorrected(tx, source, written, new Date())
}

/** The same for several of a source's incidents; for all of them if `ids` is null. `isVisible` notifies in any case. Returns what was written. */
export async function recomputeIncidents(
  tx: Transaction,
  source: Source,
  { ids, isVisible = false }: { ids: readonly string[] | null; isVisible?: boolean },
): Promise<Written[]> {
  const { state, stored } = await loadIncidents(tx, source.id, ids)
  const written = await writeIncidents(tx, source, state.incidents.values(), stored)
  await settleVendor(tx, source, isVisible || written.length > 0)
  return written
}
