import { pool } from '#lib/database/client.ts'
import type { Posting } from '#lib/domain/statistics/breaks.ts'
import { type OthersOutage, type PastOutage, REACH } from '#lib/domain/statistics/forecast.ts'

export interface OutageRow {
  sourceId: number
  word: string | null
  impact: string
  /** Milliseconds since the epoch. */
  startedAt: number
  endedAt: number | null
  seenAt: number
  mitigatedAt: number | null
  components: number[]
}

/** What the rules read of `incidents i` and `sources s`. */
const COLUMNS = `i.source_id as "sourceId", i.source_impact_word as word, i.impact::text, ${ms('i.started_at')} as "startedAt",
  case when i.basis in ('reported', 'corrected') then ${ms('i.ended_at')} end as "endedAt",
  ${ms('coalesce(i.ended_at, greatest(i.started_at, s.last_good_read_at))')} as "seenAt", ${ms('i.mitigated_at')} as "mitigatedAt",
  array(select component_id from incident_components where incident_id = i.id) as components`

const COUNTED = `i.dedup_status = 'counted' and not i.excluded and i.kind = 'incident'
  and i.basis in ('reported', 'corrected', 'seen', 'ongoing') and i.started_at is not null`

/** All of a vendor, newest first. */
export async function readOutages(vendorId: number): Promise<OutageRow[]> {
  const { rows } = await pool().query<OutageRow>(
    `select ${COLUMNS} from incidents i join sources s on s.id = i.source_id
     where i.vendor_id = $1 and ${COUNTED} order by i.started_at desc, i.id desc`,
    [vendorId],
  )
  return rows
}

/** A vendor with so many outages of its own needs no others. */
const ENOUGH_OF_ITS_OWN = 60
const MAX_OTHERS = 4 * REACH
/** Of more vendors, reading so many outages of each costs much more than looking through the newest of all. */
const FEW_VENDORS = 300

/** The newest of the category from before the vendor had enough of its own, newest first; of one vendor at most `REACH`. */
export async function readOthers(
  vendorId: number,
  category: string,
  own: readonly PastOutage[],
  fewVendors: number = FEW_VENDORS,
): Promise<OthersOutage[]> {
  const last = own.at(-ENOUGH_OF_ITS_OWN) ?? own[0]
  if (last === undefined) return []
  const { rows } = await pool().query<{ id: number }>('select id from vendors where category = $1 and id <> $2', [
    category,
    vendorId,
  ])
  const ids = rows.map(({ id }) => id)
  const soon = ids.length > fewVendors ? await readAmongNewest(ids, last.seenAt) : []
  const counts = new Map<number, number>()
  for (const { vendor } of soon) counts.set(vendor, (counts.get(vendor) ?? 0) + 1)
  const isEnough = soon.length === MAX_OTHERS && [...counts.values()].every((count) => count <= REACH)
  const others = isEnough ? soon : await readOfEach(ids, last.seenAt)
  return others.map((row) => ({ ...toOutage(row), vendor: row.vendor }))
}

type OthersRow = OutageRow & { vendor: number }

async function readOfEach(vendorIds: readonly number[], until: number): Promise<OthersRow[]> {
  const { rows } = await pool().query<OthersRow>(
    `select v.id as vendor, ${COLUMNS} from vendors v cross join lateral (
       select i.* from incidents i where i.vendor_id = v.id and ${COUNTED} and i.started_at <= to_timestamp($2::float8 / 1000)
       order by i.sort_at desc, i.id desc limit ${REACH}
     ) i join sources s on s.id = i.source_id
     where v.id = any($1) order by i.started_at desc, i.id desc limit ${MAX_OTHERS}`,
    [vendorIds, until],
  )
  return rows
}

/** The same if there are as many, and of no vendor too many: outages are found by the index of all by time. */
async function readAmongNewest(vendorIds: readonly number[], until: number): Promise<OthersRow[]> {
  const { rows } = await pool().query<OthersRow>(
    `with newest as materialized (
       select i.id from incidents i
       where i.vendor_id = any($1) and ${COUNTED} and i.sort_at <= to_timestamp($2::float8 / 1000)
       order by i.sort_at desc, i.id desc limit ${MAX_OTHERS}
     )
     select i.vendor_id as vendor, ${COLUMNS} from newest join incidents i using (id) join sources s on s.id = i.source_id
     order by i.started_at desc, i.id desc`,
    [vendorIds, until],
  )
  return rows
}

export function toOutage({ startedAt, endedAt, seenAt, mitigatedAt, components, impact }: OutageRow): PastOutage {
  return { startedAt, endedAt, seenAt, mitigatedAt, components, impact }
}

export function toPosting({ startedAt, sourceId, word, impact, components }: OutageRow): Posting {
  return { at: startedAt, source: sourceId, word: word ?? impact, components }
}

function ms(instant: string): string {
  return `date_part('epoch', ${instant}) * 1000`
}
