import { writeAudit } from '#lib/admin/audit.ts'
import { countDeletionImpact } from '#lib/admin/deletion-impact.ts'
import { dryRun } from '#lib/admin/dry-run.ts'
import { DEFAULT_TOLERANCE_MINUTES } from '#lib/admin/source/moves.ts'
import { notifyChange } from '#lib/database/change.ts'
import { inTransaction, lockSources, lockVendors, type Transaction } from '#lib/database/transaction.ts'
import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { type Figure, headlineFigures } from '#lib/incidents/figures.ts'
import { settleVendor } from '#lib/incidents/store-incidents.ts'
import { fillPrimary, getSource, listSources, makeOnlyPrimary } from '#lib/sources/source.ts'
import { findVendor } from './vendor-row.ts'

type Figures = Record<Figure, number | null>

export interface MergeReview {
  slug: string
  into: string
  /** What goes over. */
  deletionImpact: DeletionImpact
  /** Keys of sources that both have: the merged vendor's is read no more, and what both hold of it counts once. */
  shared: string[]
  /** Sources that may be the primary one afterwards, the present one of the other vendor first. */
  sources: { id: number; key: string; isPrimary: boolean }[]
  /** Headline figures, outages in 24 months: of the one that goes, of the other now, and of the other then. */
  figures: { own: Figures; before: Figures; after: Figures }
}

/** What a merge would come to; nothing is changed. Throws NotFoundError, InvalidInputError. */
export async function tryMerge(slug: string, into: string, primary: number | null, now: Date): Promise<MergeReview> {
  return await dryRun((tx) => merge(tx, slug, into, primary, now))
}

/**
 * Makes a vendor a part of another: sources, documents, incidents, corrections, runs and former slugs go over, its slug and all
 * of its permalinks lead there. Public ids stay. `confirmation` must be the slug of the one that goes. It cannot be undone.
 * `primary` is the id of the source that is to be the primary one; null leaves the other vendor's.
 * Throws NotFoundError, InvalidInputError naming the field.
 */
export async function mergeVendors(
  slug: string,
  { into, confirmation, primary }: { into: string; confirmation: string; primary: number | null },
  actor: string,
): Promise<MergeReview> {
  if (confirmation !== slug) throw new InvalidInputError(`Type "${slug}" exactly.`, 'confirmation')
  return await inTransaction(async (tx) => {
    await tx.query<never>("set local statement_timeout = '120s'; set local lock_timeout = '30s'")
    const review = await merge(tx, slug, into, primary, new Date())
    const { deletionImpact, shared } = review
    await writeAudit(tx, {
      actor,
      action: 'vendor.merge',
      subject: review.slug,
      detail: { into: review.into, ...deletionImpact, shared },
    })
    return review
  })
}

async function merge(
  tx: Transaction,
  slug: string,
  intoSlug: string,
  primary: number | null,
  now: Date,
): Promise<MergeReview> {
  const [from, into] = [await findVendor(tx, slug), await findVendor(tx, intoSlug)]
  if (from === null) throw new NotFoundError(`There is no vendor "${slug}".`)
  if (into === null) throw new InvalidInputError(`There is no vendor "${intoSlug}".`, 'into')
  if (from.id === into.id) throw new InvalidInputError('is the same vendor', 'into')
  await lockBoth(tx, from.id, into.id)
  const [own, before] = [await headlineFigures(tx, from.id, now), await headlineFigures(tx, into.id, now)]
  const deletionImpact = await countDeletionImpact(tx, { vendorId: from.id })
  const shared = await handOver(tx, from, into)
  if (primary !== null) await choosePrimary(tx, into.id, primary)
  await fillPrimary(tx, into.id)
  const sources = await listSources(tx, into.id)
  const [any] = sources
  if (any !== undefined) await settleVendor(tx, any, true)
  await notifyChange(tx, from.slug)
  const { rows } = await tx.query<{ id: number; key: string; isPrimary: boolean }>(
    `select s.id, s.key, s.is_primary as "isPrimary" from sources s
     where s.vendor_id = $1 and not exists (select from moves m where m.source_id = s.id) order by s.is_primary desc, s.id`,
    [into.id],
  )
  const after = await headlineFigures(tx, into.id, now)
  return { slug: from.slug, into: into.slug, deletionImpact, shared, sources: rows, figures: { own, before, after } }
}

/** Whatever is being written of either is waited for. */
async function lockBoth(tx: Transaction, one: number, other: number): Promise<void> {
  const sources = [...(await listSources(tx, one)), ...(await listSources(tx, other))]
  const ids = sources.map(({ id }) => id)
  await lockSources(tx, ids)
  await lockVendors(tx, [one, other])
}

/** Returns the keys that both have. */
async function handOver(
  tx: Transaction,
  from: { id: number; slug: string },
  into: { id: number; slug: string },
): Promise<string[]> {
  const pairs = await tx.query<{ id: number; duplicateOfId: number; key: string }>(
    `select a.id, b.id as "duplicateOfId", a.key from sources a join sources b on b.key = a.key
     where a.vendor_id = $1 and b.vendor_id = $2 and not exists (select from moves m where m.source_id in (a.id, b.id))`,
    [from.id, into.id],
  )
  // Public ids are made of the keys that both had when the source was made.
  await tx.query<never>(
    `update sources s set vendor_id = $2, is_primary = false, id_vendor_key = coalesce(s.id_vendor_key, v.key),
       id_source_key = coalesce(s.id_source_key, s.key),
       key = case when exists (select from sources o where o.vendor_id = $2 and o.key = s.key) then v.key || '/' || s.key else s.key end
     from vendors v where v.id = s.vendor_id and s.vendor_id = $1`,
    [from.id, into.id],
  )
  for (const { id, duplicateOfId } of pairs.rows) {
    await tx.query<never>(
      `insert into moves (source_id, target_id, tolerance_seconds, not_duplicates, moved_by) values ($1, $2, $3, '{}', 'merge')`,
      [id, duplicateOfId, DEFAULT_TOLERANCE_MINUTES * 60],
    )
    await tx.query<never>(
      'update sources set paused_at = coalesce(paused_at, now()), next_due_at = null where id = $1',
      [id],
    )
  }
  await tx.query<never>('update incidents set vendor_id = $2 where vendor_id = $1', [from.id, into.id])
  // A worker that is at one knows only the vendor that goes: it loses its lease, and the run begins anew.
  await tx.query<never>(
    `update runs set vendor_id = $2, lease_until = null, state = case when state = 'running' then 'queued' else state end
     where vendor_id = $1`,
    [from.id, into.id],
  )
  await tx.query<never>(
    `update push_subscriptions s set vendor_id = $2 where vendor_id = $1 and not exists (
       select from push_subscriptions o where o.endpoint_hash = s.endpoint_hash and o.vendor_id = $2)`,
    [from.id, into.id],
  )
  await tx.query<never>('update vendor_aliases set vendor_id = $2 where vendor_id = $1', [from.id, into.id])
  await tx.query<never>('update alert_events set vendor_id = $2 where vendor_id = $1', [from.id, into.id])
  // A rule that names both names one from here on.
  await tx.query<never>(
    `delete from alert_rule_vendors r where vendor_id = $1 and exists (
       select from alert_rule_vendors o where o.rule_id = r.rule_id and o.vendor_id = $2)`,
    [from.id, into.id],
  )
  await tx.query<never>('update alert_rule_vendors set vendor_id = $2 where vendor_id = $1', [from.id, into.id])
  await tx.query<never>('delete from vendors where id = $1', [from.id])
  await tx.query<never>('insert into vendor_aliases (slug, vendor_id) values ($1, $2)', [from.slug, into.id])
  return pairs.rows.map(({ key }) => key)
}

async function choosePrimary(tx: Transaction, vendorId: number, sourceId: number): Promise<void> {
  const source = await getSource(tx, sourceId)
  if (source.vendorId !== vendorId) throw new InvalidInputError('is a source of neither vendor', 'primary')
  await makeOnlyPrimary(tx, source)
}
