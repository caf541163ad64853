import type { Transaction } from '#lib/database/transaction.ts'

/** A correction that is no longer shown: its incident stands in the bundled sample alone, which a source has replaced. */
interface LostCorrection {
  id: number
  title: string
  field: string
}

/** The corrections in force that the vendor's own documents have no incident for. A duplicate by its time alone gets none. */
export async function listLostCorrections(tx: Transaction, vendorId: number): Promise<LostCorrection[]> {
  // Nearly always there is none, and every document that differs comes here.
  const sample = await tx.query<{ id: number }>("select id from sources where vendor_id = $1 and origin = 'sample'", [
    vendorId,
  ])
  if (sample.rows.length === 0) return []
  const { rows } = await tx.query<LostCorrection>(
    `select c.id, i.title, c.field from corrections c
     join incidents i on i.id = c.incident_id
     where i.source_id = any($1) and i.dedup_status = 'superseded' and c.revoked_at is null
       and not exists (
         select from incidents t where t.id = i.duplicate_of_id and (t.external_id = i.external_id or t.title = i.title)
       )
     order by c.id`,
    [sample.rows.map(({ id }) => id)],
  )
  return rows
}

/** A warning for each correction that was in force before and is lost now. */
export function describeLost(before: readonly LostCorrection[], after: readonly LostCorrection[]): string[] {
  const known = new Set(before.map(({ id }) => id))
  return after
    .filter(({ id }) => !known.has(id))
    .map(
      ({ title, field }) =>
        `The correction of ${field} of “${title}” is not shown any more: the incident is in the sample, and the source lists no incident of that id or title.`,
    )
}
