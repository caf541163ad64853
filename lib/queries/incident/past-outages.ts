import { queryRows } from '#lib/database/client.ts'
import { heldOfAll, heldOfVendors } from '#lib/database/held.ts'
import { MAX_OF_CATEGORY, MAX_OF_ONE, type PastOutage, PROMISED, REACH } from '#lib/domain/statistics/forecast.ts'
import { Prisma } from '#prisma/client/client.ts'
import {
  type HeldOutage,
  inOrder,
  isPast,
  type LastReads,
  lastReadAt,
  newestOf,
  type PastRow,
  pastRow,
  seenBy,
  toHeld,
} from './past-rows.ts'

/** What was before an open outage. */
export interface Past {
  /** The vendor's, by public id, in order of their starts, newest first. */
  outages: ReadonlyMap<string, PastOutage>
  category: string | null
  /** What the bound of its forecasts holds. */
  share: number
}

/** What a forecast rests on, read once for all that one request asks for. */
export interface PastLoader {
  /** The newest outages of each of these vendors, by slug. */
  own(slugs: readonly string[]): Promise<Map<string, Past>>
  /** The newest outages of the vendors of a category, except this one. */
  ofCategory(category: string, exceptSlug: string): Promise<readonly PastOutage[]>
}

interface OthersOutage {
  slug: string
  outage: PastOutage
}

export function createPastLoader(): PastLoader {
  const own = new Map<string, Promise<Map<string, Past>>>()
  const others = new Map<string, Promise<OthersOutage[]>>()
  return {
    async own(slugs) {
      const missing = slugs.filter((slug) => !own.has(slug))
      const read = readOwn(missing)
      for (const slug of missing) own.set(slug, read)
      const all = await Promise.all([...new Set(slugs.map((slug) => own.get(slug)))])
      return new Map(all.flatMap((found) => [...(found ?? [])]))
    },
    async ofCategory(category, exceptSlug) {
      const read = others.get(category) ?? readCategory(category)
      others.set(category, read)
      const theirs = (await read).filter(({ slug }) => slug !== exceptSlug)
      return theirs.slice(0, MAX_OF_CATEGORY).map(({ outage }) => outage)
    },
  }
}

interface OwnRow {
  slug: string
  category: string | null
  share: number
  /** Null for those that are held. */
  outages: PastRow[] | null
  reads: LastReads | null
}

async function readOwn(slugs: readonly string[]): Promise<Map<string, Past>> {
  if (slugs.length === 0) return new Map()
  const held = new Map(slugs.map((slug) => [slug, heldOfVendors.get<HeldOutage>(slug)]))
  const missing = slugs.filter((slug) => held.get(slug) === undefined)
  const hold = heldOfVendors.beginRead()
  const rows = await queryRows<OwnRow[]>(Prisma.sql`
    SELECT v.slug, v.category, coalesce(f.share, ${PROMISED}::float8) AS share,
      CASE WHEN v.slug = ANY(${missing}::text[]) THEN (SELECT coalesce(json_agg(${pastRow}), '[]') FROM (${newestOf(REACH)}) i) END AS outages,
      (SELECT json_object_agg(s.id, ${lastReadAt}) FROM sources s WHERE s.vendor_id = v.id) AS reads
    FROM vendors v LEFT JOIN vendor_forecasts f ON f.vendor_id = v.id WHERE v.slug = ANY(${slugs})`)
  return new Map(
    rows.map(({ slug, category, share, outages: read, reads }) => {
      const outages = read === null ? (held.get(slug) ?? []) : inOrder(read.map(toHeld))
      if (read !== null) hold(slug, outages)
      return [slug, { category, share, outages: new Map(outages.map((one) => [one.id, seenBy(one, reads ?? {})])) }]
    }),
  )
}

/** The outages of one vendor are left out afterwards. */
const READ_OF_CATEGORY = MAX_OF_CATEGORY + MAX_OF_ONE
/** Of more vendors, reading so many outages of each costs more than looking through the newest of all. */
const FEW_VENDORS = 300
const LOOKED_THROUGH = 2_000

/** Those of a vendor are left out by the caller, so that a page with several open outages reads a category once. */
async function readCategory(category: string): Promise<OthersOutage[]> {
  const outages = heldOfAll.get<HeldOthersOutage>(category) ?? (await readHeldCategory(category))
  const reads = await readLastReads(outages.filter(({ isOpen }) => isOpen).map(({ sourceId }) => sourceId))
  return outages.map((one) => ({ slug: one.slug, outage: seenBy(one, reads) }))
}

interface HeldOthersOutage extends HeldOutage {
  slug: string
}

async function readHeldCategory(category: string): Promise<HeldOthersOutage[]> {
  const hold = heldOfAll.beginRead()
  const [{ count }] = await queryRows<[{ count: number }]>(Prisma.sql`
    SELECT count(*)::int AS count FROM vendors WHERE category = ${category}`)
  const soon = count > FEW_VENDORS ? await readAmongNewest(category) : []
  const rows = soon.length === READ_OF_CATEGORY ? soon : await readOfEach(category)
  const outages = inOrder(rows.map(({ slug, outage }) => ({ slug, ...toHeld(outage) })))
  hold(category, outages)
  return outages
}

async function readLastReads(sourceIds: number[]): Promise<LastReads> {
  if (sourceIds.length === 0) return {}
  const [{ reads }] = await queryRows<[{ reads: LastReads | null }]>(Prisma.sql`
    SELECT json_object_agg(s.id, ${lastReadAt}) AS reads FROM sources s WHERE s.id = ANY(${sourceIds})`)
  return reads ?? {}
}

interface OthersRow {
  slug: string
  outage: PastRow
}

async function readOfEach(category: string): Promise<OthersRow[]> {
  return await queryRows<OthersRow[]>(Prisma.sql`
    SELECT i.slug, ${pastRow} AS outage FROM (
      SELECT i.*, v.slug FROM vendors v CROSS JOIN LATERAL (${newestOf(MAX_OF_ONE)}) i
      WHERE v.category = ${category} ORDER BY i.sort_at DESC, i.id DESC LIMIT ${READ_OF_CATEGORY}
    ) i`)
}

/** The same if these are as many as are asked for: whatever is newer than the oldest of them was looked at. */
async function readAmongNewest(category: string): Promise<OthersRow[]> {
  return await queryRows<OthersRow[]>(Prisma.sql`
    WITH newest AS MATERIALIZED (
      SELECT i.id, i.vendor_id, i.sort_at FROM incidents i
      WHERE i.vendor_id IN (SELECT id FROM vendors WHERE category = ${category}) AND ${isPast} ORDER BY i.sort_at DESC, i.id DESC LIMIT ${LOOKED_THROUGH}
    ), placed AS (
      SELECT id, sort_at, row_number() OVER (PARTITION BY vendor_id ORDER BY sort_at DESC, id DESC) AS place FROM newest
    ), chosen AS (
      SELECT id FROM placed WHERE place <= ${MAX_OF_ONE} ORDER BY sort_at DESC, id DESC LIMIT ${READ_OF_CATEGORY}
    )
    SELECT v.slug, ${pastRow} AS outage FROM chosen JOIN incidents i USING (id) JOIN vendors v ON v.id = i.vendor_id`)
}
