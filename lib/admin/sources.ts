import { z } from 'zod'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { type FigureMove, headlineFigures, movesBetween } from '#lib/ingest/figures.ts'
import { findPlatform } from '#lib/ingest/platforms.ts'
import { createSource, getSource, makeOnlyPrimary, type Source } from '#lib/ingest/sources.ts'
import { settleVendor } from '#lib/ingest/store-incidents.ts'
import { inTransaction, lockVendor, type Transaction } from '#lib/ingest/transaction.ts'
import { writeAudit } from './audit.ts'
import { tryDeed } from './try-deed.ts'
import { vendorFields } from './vendor-input.ts'
import { findVendor } from './vendor-row.ts'

/** No vendor wants to be asked more often, and an answer a day old is no state. */
const INTERVAL_SECONDS = { least: 60, most: 86_400 }

/** Where a vendor's incidents are read, or read too. Returns the source's id. */
export async function addSource(
  vendorSlug: string,
  { platform, url }: { platform: string; url: string },
  actor: string,
): Promise<number> {
  checkPolled(platform)
  if (!vendorFields.sourceUrl.safeParse(url).success) {
    throw new InvalidInputError('must be an http or https address', 'url')
  }
  return await inTransaction(async (tx) => {
    const vendor = await findVendor(tx, vendorSlug)
    if (vendor === null) throw new NotFoundError(`There is no vendor "${vendorSlug}".`)
    await lockVendor(tx, vendor.id)
    const id = await createSource(tx, { vendorId: vendor.id, platform, url, origin: 'live' })
    await writeAudit(tx, { actor, action: 'source.add', subject: vendor.slug, detail: { platform, url } })
    await settleVendor(tx, await getSource(tx, id), [], new Date(), true)
    return id
  })
}

/** The source whose incidents count wherever it covers the time. Returns the vendor's slug. */
export async function makePrimary(sourceId: number, actor: string): Promise<string> {
  return await changeSource(sourceId, actor, 'source.primary', async (tx, source) => {
    await setPrimary(tx, source)
  })
}

/** The vendor's headline figures that would move if this were its primary source; nothing is changed. */
export async function tryPrimary(sourceId: number, now: Date): Promise<FigureMove[]> {
  return await tryDeed(async (tx) => {
    const source = await getSource(tx, sourceId)
    const before = await headlineFigures(tx, source.vendorId, now)
    await setPrimary(tx, source)
    return movesBetween(before, await headlineFigures(tx, source.vendorId, now))
  })
}

async function setPrimary(tx: Transaction, source: Source): Promise<void> {
  const { rowCount } = await tx.query('select from moves where source_id = $1', [source.id])
  if (rowCount !== 0) throw new ConflictError('This source has moved: the one that it moved to speaks for it.')
  await lockVendor(tx, source.vendorId)
  await makeOnlyPrimary(tx, source)
  await settleVendor(tx, source, [], new Date(), true)
}

/** Stops the polls of a source, or lets them go on at once. Returns the vendor's slug. */
export async function pauseSource(sourceId: number, isPaused: boolean, actor: string): Promise<string> {
  return await changeSource(sourceId, actor, isPaused ? 'source.pause' : 'source.resume', async (tx) => {
    await tx.query(
      `update sources set paused_at = case when $2 then coalesce(paused_at, now()) end,
         next_due_at = case when not $2 and url is not null then now() end where id = $1`,
      [sourceId, isPaused],
    )
  })
}

/** How often a source is polled; the next poll is that far away at most. Returns the vendor's slug. */
export async function setPollInterval(sourceId: number, seconds: number, actor: string): Promise<string> {
  const { least, most } = INTERVAL_SECONDS
  if (!z.int().min(least).max(most).safeParse(seconds).success) {
    throw new InvalidInputError(`must lie between ${least / 60} and ${most / 60} minutes`, 'minutes')
  }
  return await changeSource(sourceId, actor, 'source.interval', async (tx) => {
    await tx.query(
      `update sources set poll_interval_seconds = $2::int,
         next_due_at = case when next_due_at is not null then least(next_due_at, now() + $2::int * interval '1 second') end
       where id = $1`,
      [sourceId, seconds],
    )
    return { seconds }
  })
}

/** Throws InvalidInputError for a platform that cannot be read from an address. */
function checkPolled(platform: string): void {
  const found = findPlatform(platform)
  if (found === null) throw new InvalidInputError(`"${platform}" is not a platform that can be read`, 'platform')
  if (!found.hasAddress) {
    throw new InvalidInputError(`${found.name} has no address to read: push its documents instead`, 'platform')
  }
}

async function changeSource(
  id: number,
  actor: string,
  action: string,
  deed: (tx: Transaction, source: Source) => Promise<unknown>,
): Promise<string> {
  return await inTransaction(async (tx) => {
    const source = await getSource(tx, id)
    const detail = await deed(tx, source)
    await writeAudit(tx, { actor, action, subject: `${source.vendorSlug} ${source.key}`, detail })
    return source.vendorSlug
  })
}
