import { writeAudit } from '#lib/admin/audit.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { NotFoundError } from '#lib/domain/errors.ts'
import { writeRequest } from './runs.ts'

/** Dismisses an item, however often the source still serves it. */
export async function dismissItem(itemId: string, actor: string): Promise<void> {
  await inTransaction(async (tx) => {
    const item = await getItem(tx, itemId)
    await tx.query<never>('update run_items set dismissed_at = now() where id = $1', [itemId])
    const detail = { path: item.path, reason: item.reason }
    await writeAudit(tx, { actor, action: 'quarantine.dismiss', subject: `${item.vendor} ${item.key}`, detail })
  })
}

/** Replays the item's source with the current adapters. Returns the id of the run. */
export async function retryItem(itemId: string, actor: string): Promise<string> {
  return await inTransaction(async (tx) => {
    const { vendor, sourceId } = await getItem(tx, itemId)
    const request = { vendorSlug: vendor, sourceId, mode: 'replay', dryRun: false, trigger: 'admin', actor } as const
    const [run = ''] = await writeRequest(tx, request)
    return run
  })
}

async function getItem(tx: Transaction, id: string) {
  const { rows } = await tx.query<{
    path: string
    reason: string
    sourceId: number
    key: string
    vendor: string
  }>(
    `select i.path, i.reason, s.id as "sourceId", s.key, v.slug as vendor
     from run_items i join runs r on r.id = i.run_id join sources s on s.id = r.source_id join vendors v on v.id = s.vendor_id
     where i.id = $1`,
    [id],
  )
  if (rows[0] === undefined) throw new NotFoundError(`There is no item ${id} in the quarantine.`)
  return rows[0]
}
