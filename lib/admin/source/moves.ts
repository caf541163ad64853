import { writeAudit } from '#lib/admin/audit.ts'
import { raiseHealth } from '#lib/alerts/events/source-events.ts'
import {
  inTransaction,
  lockSource,
  lockSourceAtOnce,
  lockSources,
  lockVendor,
  type Transaction,
} from '#lib/database/transaction.ts'
import { type Happening, matchDuplicates } from '#lib/domain/duplicates.ts'
import { ConflictError, InvalidInputError } from '#lib/domain/errors.ts'
import { settleVendor } from '#lib/incidents/store-incidents.ts'
import { enqueueRun } from '#lib/runs/queue.ts'
import { requestRun } from '#lib/runs/run.ts'
import { createSource, findSource, getSource, type Source, sourceKey } from '#lib/sources/source.ts'

export const DEFAULT_TOLERANCE_MINUTES = 30
/** The maximum number of external ids in `notDuplicates`. */
export const MAX_NOT_DUPLICATES = 1_000
const MAX_TOLERANCE_MINUTES = 7 * 24 * 60

/** The new address as a detection found it, never typed. */
export interface NewAddress {
  platform: string
  url: string
  /** Everything that its documents list at present. */
  listed: Happening[]
}

export interface MoveReview {
  vendor: string
  key: string
  platform: string
  url: string | null
  /**
   * `address`: the same page under another address; the source keeps its key, and every permalink stays valid.
   * `source`: a new source beside the old one; permalinks of incidents that it lists again lead there.
   */
  way: 'address' | 'source'
  pairs: { old: Happening; fresh: Happening }[]
  onlyOld: Happening[]
  onlyNew: Happening[]
  /** Incidents that the old page left open and the new one does not list: their end will never be known. */
  leftOpen: Happening[]
}

export interface MoveOptions {
  toleranceMinutes: number
  /** External ids of the old source's incidents that only look like duplicates. */
  notDuplicates: string[]
}

/** How a move of a source would match its incidents with those of a new address. Writes nothing. Throws NotFoundError. */
export async function reviewMove(sourceId: number, address: NewAddress, options: MoveOptions): Promise<MoveReview> {
  return await inTransaction(async (tx) => {
    const source = await getSource(tx, sourceId)
    return await review(tx, source, address, options)
  })
}

async function review(tx: Transaction, source: Source, address: NewAddress, options: MoveOptions): Promise<MoveReview> {
  checkAddress(source, address)
  const { rows } = await tx.query<Happening & { isOpen: boolean }>(
    `select external_id as "externalId", title, derived_started_at as "startedAt", basis = 'ongoing' as "isOpen"
     from incidents where source_id = $1 order by sort_at desc, id desc`,
    [source.id],
  )
  const isSamePlatform = source.platform === address.platform
  const rule = {
    toleranceSeconds: checkTolerance(options) * 60,
    isSamePlatform,
    notDuplicates: new Set(options.notDuplicates),
  }
  const matched = matchDuplicates(rows, address.listed, rule)
  const [freshOf, freshs] = [new Map<Happening, Happening>(matched), new Set(matched.map(([, fresh]) => fresh))]
  const onlyOld = rows.filter((incident) => !freshOf.has(incident))
  const isSamePage =
    isSamePlatform && matched.length > 0 && matched.every(([old, fresh]) => old.externalId === fresh.externalId)
  return {
    vendor: source.vendorSlug,
    key: source.key,
    platform: source.platform,
    url: source.url,
    way: isSamePage ? 'address' : 'source',
    pairs: rows.flatMap((old) => {
      const fresh = freshOf.get(old)
      return fresh === undefined ? [] : [{ old, fresh }]
    }),
    onlyOld,
    onlyNew: address.listed.filter((incident) => !freshs.has(incident)),
    leftOpen: onlyOld.filter(({ isOpen }) => isOpen),
  }
}

/**
 * Moves a source to a new address, as `reviewMove` has shown, and polls it. Returns the vendor's slug and the run. From
 * its first read on, what the new source lists again counts once, as the new source has it; the old permalinks lead
 * there. Throws NotFoundError, InvalidInputError, and ConflictError when the source has moved already.
 */
export async function moveSource(
  sourceId: number,
  address: NewAddress,
  options: MoveOptions,
  actor: string,
): Promise<{ vendor: string; run: string }> {
  return await inTransaction(async (tx) => {
    const source = await lockForMove(tx, sourceId, address)
    await checkUnmoved(tx, source)
    const { way } = await review(tx, source, address, options)
    const { platform, url } = address
    const target =
      way === 'address' ? await changeAddress(tx, source, url) : await linkTarget(tx, source, address, options, actor)
    const detail = { from: source.url, to: url, platform, way, ...options }
    await writeAudit(tx, { actor, action: 'source.move', subject: `${source.vendorSlug} ${source.key}`, detail })
    const request = {
      vendorId: source.vendorId,
      sourceId: target,
      mode: 'poll',
      trigger: 'admin',
      dryRun: false,
    } as const
    return { vendor: source.vendorSlug, run: await requestRun(tx, request, enqueueRun) }
  })
}

/**
 * Reverses a move: the moved source is polled again and takes precedence, and its former successor leads to it.
 * Observations of both stay. Returns the vendor's slug. Throws ConflictError when the source has not moved.
 */
export async function undoMove(sourceId: number, actor: string): Promise<string> {
  return await inTransaction(async (tx) => {
    // Locking a source also locks its successor.
    await lockSource(tx, sourceId)
    const source = await getSource(tx, sourceId)
    await lockVendor(tx, source.vendorId)
    const { rows } = await tx.query<{ targetId: number }>(
      'select target_id as "targetId" from moves where source_id = $1',
      [sourceId],
    )
    if (rows[0] === undefined) throw new ConflictError('This source has not moved.')
    const { targetId } = rows[0]
    await lockSourceAtOnce(tx, targetId)
    const onward = await tx.query<never>('select from moves where source_id = $1', [targetId])
    if (onward.rowCount !== 0)
      throw new ConflictError('The source has moved again since then. Undo the last move first.')
    await tx.query<never>(
      `update moves set source_id = $2, target_id = $1, not_duplicates = '{}', moved_at = now(), moved_by = $3 where source_id = $1`,
      [sourceId, targetId, actor],
    )
    await yieldTo(tx, await getSource(tx, targetId), sourceId)
    await tx.query<never>(
      'update sources set next_due_at = now(), paused_at = null where id = $1 and url is not null',
      [sourceId],
    )
    await writeAudit(tx, { actor, action: 'source.moveBack', subject: `${source.vendorSlug} ${source.key}` })
    await settleVendor(tx, source, true)
    return source.vendorSlug
  })
}

/** Locks the source, and the one at the new address, if there is one. */
async function lockForMove(tx: Transaction, sourceId: number, { platform, url }: NewAddress): Promise<Source> {
  const { vendorId } = await getSource(tx, sourceId)
  const known = await findSource(tx, vendorId, sourceKey({ platform, url, origin: 'live' }))
  await lockSources(tx, known === null ? [sourceId] : [sourceId, known])
  await lockVendor(tx, vendorId)
  return await getSource(tx, sourceId)
}

/** The source as it was, whatever poll ends at this moment. */
const LOCKED = '(select id, is_primary, failures from sources where id = $1 for no key update)'

/** The page and its ids are the same, so everything stored stays right. */
async function changeAddress(tx: Transaction, source: Source, url: string): Promise<number> {
  const { rows } = await tx.query<{ failures: number }>(
    `update sources s set url = $2, failures = 0, moved_hint = null, next_due_at = now(), paused_at = null,
       indicator_etag = null, indicator_last_modified = null
     from ${LOCKED} old where old.id = s.id returning old.failures`,
    [source.id, url],
  )
  await raiseHealth(tx, source.id, { before: rows[0]?.failures ?? 0, after: 0 })
  await tx.query<never>('delete from backfill_pages where source_id = $1', [source.id])
  return source.id
}

async function linkTarget(
  tx: Transaction,
  source: Source,
  { platform, url }: NewAddress,
  options: MoveOptions,
  actor: string,
): Promise<number> {
  const { vendorId } = source
  const known = await findSource(tx, vendorId, sourceKey({ platform, url, origin: 'live' }))
  // The page has returned to a former address.
  if (known === source.id) return await changeAddress(tx, source, url)
  const target = known ?? (await createSource(tx, { vendorId, platform, url, origin: 'live' }))
  // The source moved from there and returns.
  await tx.query<never>('delete from moves where source_id = $1 and target_id = $2', [target, source.id])
  await checkUnmoved(tx, await getSource(tx, target))
  await tx.query<never>(
    'insert into moves (source_id, target_id, tolerance_seconds, not_duplicates, moved_by) values ($1, $2, $3, $4, $5)',
    [source.id, target, options.toleranceMinutes * 60, options.notDuplicates, actor],
  )
  await yieldTo(tx, source, target)
  await tx.query<never>('update sources set paused_at = null where id = $1', [target])
  await settleVendor(tx, source, true)
  return target
}

/** The old address is no longer polled. If the old source was primary, the new one becomes primary. */
async function yieldTo(tx: Transaction, source: Source, targetId: number): Promise<void> {
  const { rows } = await tx.query<{ wasPrimary: boolean; failures: number }>(
    `update sources s set paused_at = coalesce(s.paused_at, now()), next_due_at = null, is_primary = false, failures = 0, moved_hint = null
     from ${LOCKED} old where old.id = s.id returning old.is_primary as "wasPrimary", old.failures`,
    [source.id],
  )
  await raiseHealth(tx, source.id, { before: rows[0]?.failures ?? 0, after: 0 })
  if (rows[0]?.wasPrimary) await tx.query<never>('update sources set is_primary = true where id = $1', [targetId])
}

async function checkUnmoved(tx: Transaction, source: Source): Promise<void> {
  const { rowCount } = await tx.query<never>('select from moves where source_id = $1', [source.id])
  if (rowCount !== 0)
    throw new ConflictError(`The source "${source.key}" has already moved. Move its new source instead.`)
}

function checkAddress(source: Source, { platform, url }: NewAddress): void {
  if (source.origin !== 'live') throw new InvalidInputError('Only a source with an address can move.')
  if (source.platform === platform && source.url === url) {
    throw new InvalidInputError('The source already has this address.', 'url')
  }
  if (sourceKey({ platform, url, origin: 'live' }) === sourceKey({ ...source, origin: 'live' })) {
    throw new InvalidInputError('The new address has the same platform and host, so there is nothing to move.', 'url')
  }
}

/** Minutes. Throws InvalidInputError. */
function checkTolerance({ toleranceMinutes }: MoveOptions): number {
  if (Number.isInteger(toleranceMinutes) && toleranceMinutes >= 0 && toleranceMinutes <= MAX_TOLERANCE_MINUTES) {
    return toleranceMinutes
  }
  throw new InvalidInputError(`must be between 0 and ${MAX_TOLERANCE_MINUTES} minutes`, 'tolerance')
}
