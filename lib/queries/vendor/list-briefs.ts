import { queryRows } from '#lib/database/client.ts'
import { HELD_MS, lastChange, vendorsChangedSince } from '#lib/database/held.ts'
import { BELIEVED_INTERVALS } from '#lib/domain/state.ts'
import { listOpenRows } from '#lib/queries/open-incidents.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type BriefFigures, type BriefRow, readBriefRows } from './brief-rows.ts'
import { stateOf } from './vendor-state.ts'

/** What a list of very many vendors is sorted and filtered by. */
export type VendorBrief = Pick<
  VendorSummary,
  'slug' | 'name' | 'category' | 'state' | 'pageStatus' | 'isSample' | 'checkedAt'
> &
  BriefFigures

/**
 * All vendors, each with its state at `now`. A site that hears of changes holds them (docs/decisions/179): its figures may be an hour
 * and ten minutes old, and `checkedAt` and the page status may name an earlier read than the last.
 */
export async function listVendorBriefs(now: Date): Promise<VendorBrief[]> {
  const [known, open] = await Promise.all([readHeld(now), listOpenRows(Prisma.sql`TRUE`, now)])
  const openByVendor = Map.groupBy(open, ({ vendorId }) => vendorId)
  return known.map(({ row, brief }) => {
    const incidents = openByVendor.get(row.id)
    return incidents === undefined ? brief : briefOf(row, incidents, now)
  })
}

/** A vendor as it is while nothing is open. */
interface Known {
  row: BriefRow
  brief: VendorBrief
  /** From when another read is needed for its state, in milliseconds since 1970. */
  until: number
}

interface HeldVendors {
  /** Of `vendorsChangedSince`. */
  change: number
  readAt: Date
  /** Up to when incidents have been looked at that were stored before they began. */
  startedUntil: Date
  known: Known[]
}

let held: HeldVendors | null = null

async function readAll(now: Date): Promise<Known[]> {
  return (await readBriefRows(null, now)).map((row) => knownOf(row, now))
}

/**
 * Reads again the vendors whose state may be another: those that changed, those with an incident that was stored before it began and
 * has begun since, and those whose last read is too old to be believed. A poll without news notifies nobody and does not have to:
 * while the last read is believed, a later one changes no state.
 */
async function readHeld(now: Date): Promise<Known[]> {
  const change = lastChange()
  if (change === null) return await readAll(now)
  const before = held
  const changed = before === null ? null : vendorsChangedSince(before.change)
  const isOld = before === null || changed === null || now.getTime() - before.readAt.getTime() > HELD_MS
  // Each read leaves what it has read with the number of the change before it: whichever is the last misses nothing.
  held = (isOld ? null : await readDue(before, changed, now, change)) ?? {
    change,
    readAt: now,
    startedUntil: now,
    known: await readAll(now),
  }
  return held.known
}

/** Null if all is to be read. */
async function readDue(
  before: HeldVendors,
  changed: readonly string[],
  now: Date,
  change: number,
): Promise<HeldVendors | null> {
  const due = new Set(changed)
  for (const slug of await listStarted(before.startedUntil, now)) due.add(slug)
  for (const { row, until } of before.known) if (until <= now.getTime()) due.add(row.slug)
  const known = due.size === 0 ? before.known : await readAgain(before.known, due, now)
  const startedUntil = now > before.startedUntil ? now : before.startedUntil
  return known && { change, readAt: before.readAt, startedUntil, known }
}

/** Null if another vendor is there, or another name, or so much is due that all may as well be read. */
async function readAgain(known: Known[], due: ReadonlySet<string>, now: Date): Promise<Known[] | null> {
  if (due.size > known.length / 4) return null
  const rows = new Map((await readBriefRows([...due], now)).map((row) => [row.slug, row]))
  let found = 0
  const next = known.map((before) => {
    const row = rows.get(before.row.slug)
    if (row === undefined || row.name !== before.row.name) return before
    found += 1
    return knownOf(row, now)
  })
  return found === due.size ? next : null
}

async function listStarted(after: Date, until: Date): Promise<string[]> {
  const rows = await queryRows<{ slug: string }[]>(Prisma.sql`
    SELECT DISTINCT v.slug FROM incidents i JOIN vendors v ON v.id = i.vendor_id
    WHERE i.sort_at > ${after} AND i.sort_at <= ${until}`)
  return rows.map(({ slug }) => slug)
}

function knownOf(row: BriefRow, now: Date): Known {
  return { row, brief: briefOf(row, [], now), until: believedUntil(row) }
}

/**
 * Until when the last read of a vendor's primary source counts, on which alone its state depends. Without one, or with the bundled
 * sample for one, the vendor is asked about each time.
 */
function believedUntil({ sources }: BriefRow): number {
  const [source] = sources
  if (source === undefined || !source.isPrimary || source.origin === 'sample') return 0
  const { lastGoodReadAt, indicator, indicatorReadAt, pollIntervalSeconds } = source
  if (lastGoodReadAt === null) return 0
  const indicatorAt = indicator === null ? null : indicatorReadAt
  const read = Math.min(lastGoodReadAt.getTime(), indicatorAt?.getTime() ?? Number.POSITIVE_INFINITY)
  return read + BELIEVED_INTERVALS * pollIntervalSeconds * 1000
}

function briefOf(row: BriefRow, open: Parameters<typeof stateOf>[1], now: Date): VendorBrief {
  const { slug, name, category, figures } = row
  const { state, pageStatus, isSample, checkedAt } = stateOf(row.sources, open, row.isUnclear, now)
  return { slug, name, category, state, pageStatus, isSample, checkedAt, ...figures }
}
