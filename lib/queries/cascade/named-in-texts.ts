import { queryRows } from '#lib/database/client.ts'
import { listVendorsIn, vendorCalled } from '#lib/queries/incident/upstreams.ts'
import { findUpstreams } from '#lib/text/upstream.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { FoundMention } from './mentions.ts'

/** An outage whose texts are read for names of others. */
interface Posted {
  rowId: bigint
  vendorId: number
  name: string
  title: string
}

/** Texts of more outages would take longer to read than the rest of the drawing. */
export const MAX_READ = 40

/**
 * The vendors that the texts of these outages, posted before `until`, name as those whose trouble it is, each with the sentence that says
 * so and the time of that posting; only the first `maxRead` outages are read. Names of companies that are no vendors here are left out, and so is what a title alone says.
 */
export async function listNamedInTexts(
  outages: readonly Posted[],
  until: Date,
  maxRead: number = MAX_READ,
): Promise<FoundMention[]> {
  const read = outages.slice(0, maxRead)
  if (read.length === 0) return []
  const updates = await queryRows<{ id: bigint; incidentId: bigint; postedAt: Date; body: string }[]>(Prisma.sql`
    SELECT u.id, u.incident_id AS "incidentId", u.posted_at AS "postedAt", u.body FROM incident_updates u
    WHERE u.incident_id = ANY(${read.map(({ rowId }) => rowId)}::bigint[]) AND u.posted_at < ${until}
      AND u.withdrawn_at IS NULL ORDER BY u.posted_at, u.id`)
  const texts = updates.map(({ id, body }) => ({ updateId: String(id), text: body }))
  const vendors = await listVendorsIn(texts)
  if (vendors.length === 0) return []
  const byUpdate = new Map(updates.map((update) => [String(update.id), update]))
  return read.flatMap((outage) => {
    const own = texts.filter(({ updateId }) => byUpdate.get(updateId)?.incidentId === outage.rowId)
    return findUpstreams(own, { vendors: vendors.map(({ name }) => name), own: [outage.name] }).flatMap((upstream) => {
      const update = byUpdate.get(upstream.updateId ?? '')
      const vendor = vendorCalled(upstream.name, vendors)
      if (update === undefined || vendor === undefined || vendor.vendorId === outage.vendorId) return []
      return {
        ...{ incidentId: outage.rowId, postedAt: update.postedAt, host: '', targetId: null },
        ...vendor,
        quote: upstream.quote,
      }
    })
  })
}
