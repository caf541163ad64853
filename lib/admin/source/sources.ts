import { z } from 'zod'
import { type AuditEntry, writeAudit } from '#lib/admin/audit.ts'
import { dryRun } from '#lib/admin/dry-run.ts'
import { newSourceSchema } from '#lib/admin/vendor/vendor-input.ts'
import { findVendor } from '#lib/admin/vendor/vendor-row.ts'
import { inTransaction, lockVendor, type Transaction } from '#lib/database/transaction.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { type FigureMove, headlineFigures, movesBetween } from '#lib/incidents/figures.ts'
import { settleVendor } from '#lib/incidents/store-incidents.ts'
import { findPlatform } from '#lib/sources/platforms.ts'
import { createSource, getSource, makeOnlyPrimary, type Source } from '#lib/sources/source.ts'

/** Vendors do not want to be polled more often, and a state that is a day old is useless. */
const INTERVAL_SECONDS = { least: 60, most: 86_400 }

/** Adds a source to a vendor. Returns the source's id. */
export async function addSource(
  vendorSlug: string,
  { platform, url }: { platform: string; url: string },
  actor: string,
): Promise<number> {
  return await inTransaction((tx) => writeSource(tx, vendorSlug, { platform, url }, actor))
}

/** As `addSource`, in the caller's transaction. */
export async function writeSource(
  tx: Transaction,
  vendorSlug: string,
  { platform, url }: { platform: string; url: string },
  actor: string,
): Promise<number> {
  checkPolled(platform)
  if (!newSourceSchema.shape.url.safeParse(url).success) {
    throw new InvalidInputError('must be an http or https address', 'url')
  }
  const vendor = await findVendor(tx, vendorSlug)
  if (vendor === null) throw new NotFoundError(`There is no vendor "${vendorSlug}".`)
  await lockVendor(tx, vendor.id)
  const id = await createSource(tx, { vendorId: vendor.id, platform, url, origin: 'live' })
  await writeAudit(tx, { actor, action: 'source.add', subject: vendor.slug, detail: { platform, url } })
  await settleVendor(tx, await getSource(tx, id), true)
  return id
}

export interface SourceChange {
  isPrimary?: true
  isPaused?: boolean
  pollIntervalSeconds?: number
}

/** Applies several changes to a source: all or none. Throws as the single changes do. */
export async function changeSource(
  id: number,
  { isPrimary, isPaused, pollIntervalSeconds }: SourceChange,
  actor: string,
): Promise<void> {
  await inTransaction(async (tx) => {
    const source = await getSource(tx, id)
    // First, because it takes the vendor lock.
    if (isPrimary) await writePrimary(tx, source, actor)
    if (isPaused !== undefined) await writePause(tx, source, isPaused, actor)
    if (pollIntervalSeconds !== undefined) await writePollInterval(tx, source, pollIntervalSeconds, actor)
  })
}

/** Makes a source the primary one, whose incidents count wherever it covers the time. Returns the vendor's slug. */
export async function makePrimary(sourceId: number, actor: string): Promise<string> {
  return await inTransaction(async (tx) => writePrimary(tx, await getSource(tx, sourceId), actor))
}

async function writePrimary(tx: Transaction, source: Source, actor: string): Promise<string> {
  await setPrimary(tx, source)
  return await note(tx, source, { actor, action: 'source.primary' })
}

/** The vendor's headline figures that would move if this were its primary source; nothing is changed. */
export async function tryPrimary(sourceId: number, now: Date): Promise<FigureMove[]> {
  return await dryRun(async (tx) => {
    const source = await getSource(tx, sourceId)
    const before = await headlineFigures(tx, source.vendorId, now)
    await setPrimary(tx, source)
    return movesBetween(before, await headlineFigures(tx, source.vendorId, now))
  })
}

async function setPrimary(tx: Transaction, source: Source): Promise<void> {
  const { rowCount } = await tx.query<never>('select from moves where source_id = $1', [source.id])
  if (rowCount !== 0) throw new ConflictError('This source has moved. Its new source replaces it.')
  await lockVendor(tx, source.vendorId)
  await makeOnlyPrimary(tx, source)
  await settleVendor(tx, source, true)
}

/** Pauses a source, or resumes it with a poll at once. Returns the vendor's slug. */
export async function pauseSource(sourceId: number, isPaused: boolean, actor: string): Promise<string> {
  return await inTransaction(async (tx) => writePause(tx, await getSource(tx, sourceId), isPaused, actor))
}

async function writePause(tx: Transaction, source: Source, isPaused: boolean, actor: string): Promise<string> {
  await tx.query<never>(
    `update sources set paused_at = case when $2 then coalesce(paused_at, now()) end,
       next_due_at = case when not $2 and url is not null then now() end where id = $1`,
    [source.id, isPaused],
  )
  return await note(tx, source, { actor, action: isPaused ? 'source.pause' : 'source.resume' })
}

/** Sets the poll interval of a source; the next poll is at most that far away. Returns the vendor's slug. */
export async function setPollInterval(sourceId: number, seconds: number, actor: string): Promise<string> {
  return await inTransaction(async (tx) => writePollInterval(tx, await getSource(tx, sourceId), seconds, actor))
}

async function writePollInterval(tx: Transaction, source: Source, seconds: number, actor: string): Promise<string> {
  const { least, most } = INTERVAL_SECONDS
  if (!z.int().min(least).max(most).safeParse(seconds).success) {
    throw new InvalidInputError(`must be between ${least / 60} and ${most / 60} minutes`, 'minutes')
  }
  await tx.query<never>(
    `update sources set poll_interval_seconds = $2::int,
       next_due_at = case when next_due_at is not null then least(next_due_at, now() + $2::int * interval '1 second') end
     where id = $1`,
    [source.id, seconds],
  )
  return await note(tx, source, { actor, action: 'source.interval', detail: { seconds } })
}

/** Throws InvalidInputError for a platform that cannot be read from an address. */
function checkPolled(platform: string): void {
  const found = findPlatform(platform)
  if (found === null) throw new InvalidInputError(`"${platform}" is not a platform that can be read`, 'platform')
  if (!found.hasAddress) {
    throw new InvalidInputError(`${found.name} has no address to read: push its documents instead`, 'platform')
  }
}

/** An entry in the log. Returns the vendor's slug. */
async function note(tx: Transaction, { vendorSlug, key }: Source, entry: Omit<AuditEntry, 'subject'>): Promise<string> {
  await writeAudit(tx, { ...entry, subject: `${vendorSlug} ${key}` })
  return vendorSlug
}
