import type { AlertEvent } from '#lib/alerts/events/event.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { isOwnHub, otherHub, topicsOf } from './hub.ts'

/**
 * Notes, in the transaction that dispatches these events, which feeds may have changed by them: subscribers of those get the feed as
 * it is then, unless it has the bytes that they have. A delivery that waits already stands for the new change too.
 */
export async function queuePublications(tx: Transaction, events: AlertEvent[]): Promise<void> {
  const vendorIds = [...new Set(events.map(({ vendorId }) => vendorId))]
  if (vendorIds.length === 0 || (!isOwnHub() && otherHub() === null)) return
  const { rows } = await tx.query<{ slug: string; isAlias: boolean }>(
    `select slug, false as "isAlias" from vendors where id = any($1)
     union all select slug, true from vendor_aliases where vendor_id = any($1)`,
    [vendorIds],
  )
  if (isOwnHub()) {
    await tx.query<never>(
      `insert into websub_deliveries (topic, subscription_id)
       select topic, id from websub_subscriptions
       where expires_at > now() and (vendors is null or vendors && $1::text[]) order by id
       on conflict (subscription_id) do update set changes = websub_deliveries.changes + 1`,
      [rows.map(({ slug }) => slug)],
    )
  } else {
    await tx.query<never>(
      `insert into websub_deliveries (topic) select topic from unnest($1::text[]) topic order by topic
       on conflict (topic) where subscription_id is null do update set changes = websub_deliveries.changes + 1`,
      [topicsOf(rows.flatMap(({ slug, isAlias }) => (isAlias ? [] : slug)))],
    )
  }
}
