import { lockSource, type Transaction } from '#lib/database/transaction.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { getSource, type Source } from '#lib/sources/source.ts'
import { loadIncidents } from './load-state.ts'
import { intervalsOf } from './months.ts'
import { settleVendor } from './store-incidents.ts'
import { writeIncidents } from './write-incidents.ts'

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
 * other incidents, and its months. Notifies the page caches.
 */
export async function recomputeIncident(
  tx: Transaction,
  { externalId, source }: HeldIncident,
  now: Date,
): Promise<void> {
  await recomputeIncidents(tx, source, { ids: [externalId], now, isVisible: true })
}

/** The same for several of a source's incidents; for all of them if `ids` is null. `isVisible` notifies in any case. */
export async function recomputeIncidents(
  tx: Transaction,
  source: Source,
  { ids, now, isVisible = false }: { ids: readonly string[] | null; now: Date; isVisible?: boolean },
): Promise<void> {
  const { state, stored } = await loadIncidents(tx, source.id, ids)
  const written = await writeIncidents(tx, source, state.incidents.values(), stored)
  await settleVendor(tx, source, written.flatMap(intervalsOf), now, isVisible || written.length > 0)
}
