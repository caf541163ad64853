import { insertRows } from '#lib/database/bulk-write.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { findMentions } from '#lib/text/mention.ts'
import type { Written } from './write-incidents.ts'

interface Mention {
  incidentId: string | null
  updateId: string | null
  url: string
}

/**
 * Stores the links to incidents in the written updates and resolves them: links to stored incidents, and earlier links
 * to incidents that have only now been stored.
 */
export async function writeMentions(tx: Transaction, written: Written[]): Promise<void> {
  const mentions = written.flatMap(({ row: { incident }, updates }) =>
    updates.flatMap((update) =>
      listUrls(update.live.content.body).map((url): Mention => ({ incidentId: incident.id, updateId: update.id, url })),
    ),
  )
  const known = written.flatMap(({ before, updates }) => (before === null ? [] : updates.map((update) => update.id)))
  if (known.length > 0) {
    await tx.query<never>(
      `delete from mentions where update_id = any($1)
       and not exists (select from unnest($2::bigint[], $3::text[]) as m(update_id, url)
                       where m.update_id = mentions.update_id and m.url = mentions.url)`,
      [known, mentions.map(({ updateId }) => updateId), mentions.map(({ url }) => url)],
    )
  }
  await insertRows<Mention>(
    tx,
    'mentions',
    [
      { name: 'incident_id', type: 'bigint', value: ({ incidentId }) => incidentId },
      { name: 'update_id', type: 'bigint', value: ({ updateId }) => updateId },
      { name: 'url', type: 'text', value: ({ url }) => url },
    ],
    mentions,
    { conflict: 'on conflict do nothing' },
  )
  await join(tx, mentions, written)
}

async function join(tx: Transaction, mentions: Mention[], written: Written[]): Promise<void> {
  const urls = new Set(mentions.map(({ url }) => url))
  for (const url of await findAwaited(tx, written)) urls.add(url)
  if (urls.size === 0) return
  await tx.query<never>(
    `update mentions m set target_incident_id = (
       select i.id from incidents i where i.source_url = m.url and i.id <> m.incident_id order by i.dedup_status, i.id limit 1
     )
     where m.url = any($1) and m.target_incident_id is distinct from (
       select i.id from incidents i where i.source_url = m.url and i.id <> m.incident_id order by i.dedup_status, i.id limit 1
     )`,
    [[...urls]],
  )
}

/** The addresses of new incidents that were mentioned before. */
async function findAwaited(tx: Transaction, written: Written[]): Promise<string[]> {
  const arrived = written
    .filter(({ row, before }) => row.incident.live.content.sourceUrl !== before?.content.sourceUrl)
    .map(({ row }) => row.incident.live.content.sourceUrl)
    .filter((url) => url !== null)
  if (arrived.length === 0) return []
  const { rows } = await tx.query<{ url: string }>('select distinct url from mentions where url = any($1)', [arrived])
  return rows.map((row) => row.url)
}

/** At most 50 per text; addresses too long for an index entry belong to no incident. */
function listUrls(body: string): string[] {
  if (!body.includes('://')) return []
  return [...new Set(findMentions(body))].filter((url) => url.length <= 2_000).slice(0, 50)
}
