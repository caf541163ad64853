import { notifyChange } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { FieldName } from '#lib/domain/incident-fields.ts'
import { earlier, latestOf } from '#lib/domain/instant.ts'
import type { IncidentState, UpdateState } from './apply-observation.ts'

const BATCH = 2_000

/** The fields whose change is news. Others, such as an address or the number of updates, say nothing to a reader. */
const TOLD: ReadonlySet<string> = new Set<FieldName>([
  'title',
  'kind',
  'impact',
  'status',
  'statedStartedAt',
  'statedEndedAt',
  'scheduledFrom',
  'scheduledUntil',
])

/**
 * When something new was last said about an incident: a start, an end, an update, an edit, a withdrawal, or a correction by an
 * admin. When we read or understood it does not count, except for what has no time of its own; nothing is said after the read
 * that showed it. The database's function incident_news_at has the same rules, and so has the migration that added the column; a
 * test compares all three.
 */
export function lastNewsAt(
  incident: IncidentState,
  {
    startedAt,
    goneAt,
    correctedAt,
  }: {
    startedAt: Date | null
    /** When the vendor withdrew it, or it left the vendor's list. */
    goneAt: Date | null
    correctedAt: Date | null
  },
): Date {
  const { live, firstSeenAt, revisions, updates } = incident
  const { statedEndedAt } = live.content
  // A revision that a stale copy left is not later than its document.
  const edits = revisions.filter(({ field, seenAt, observedAt }) => TOLD.has(field) && seenAt > observedAt)
  return (
    latestOf([
      // A plan is said when it is announced.
      startedAt !== null && startedAt <= firstSeenAt ? startedAt : null,
      statedEndedAt && earlier(statedEndedAt, live.observedAt),
      goneAt,
      correctedAt,
      ...edits.map(({ seenAt }) => seenAt),
      ...[...updates.values()].map(updateNewsAt),
    ]) ?? firstSeenAt
  )
}

function updateNewsAt({ live, firstSeenAt, editedAt, withdrawnAt }: UpdateState): Date | null {
  return latestOf([earlier(live.content.postedAt, firstSeenAt), editedAt, withdrawnAt])
}

/** Computes it for incidents of exports of earlier releases, which do not have it. */
export async function dateImported(tx: Transaction): Promise<void> {
  await tx.query<never>('update incidents i set news_at = incident_news_at(i) where i.news_at = to_timestamp(0)')
}

interface Place {
  sortAt: Date | 'infinity'
  id: string
}

const FIRST: Place = { sortAt: 'infinity', id: '0' }

interface Batch {
  dated: number
  /** Where the next one begins; absent at the end. */
  last: Place | undefined
}

/**
 * Computes it for the incidents of a large database after its upgrade, the newest first, in transactions of about a second that wait
 * for no ingest. Ends early when `stopping` is aborted. Returns how many incidents there were.
 */
export async function dateIncidents(stopping?: AbortSignal): Promise<number> {
  let count = 0
  // What an ingest holds is passed over, and dated by the ingest or by the next walk.
  for (let dated = 1; dated > 0 && (await hasUndated()); count += dated) dated = await walk(stopping)
  if (count > 0) await notifyChange(pool(), null)
  return count
}

async function walk(stopping: AbortSignal | undefined): Promise<number> {
  let count = 0
  for (let place: Place | undefined = FIRST; place !== undefined && !stopping?.aborted; ) {
    const batch: Batch = await dateBatch(place)
    count += batch.dated
    place = batch.last
  }
  return count
}

/** Whether an upgrade has left incidents without it. */
export async function hasUndated(): Promise<boolean> {
  const { rowCount } = await pool().query<never>('select from incidents where news_at = to_timestamp(0) limit 1')
  return rowCount === 1
}

async function dateBatch({ sortAt, id }: Place): Promise<Batch> {
  const { rows } = await pool().query<Place & { dated: number }>(
    `with batch as (
       select id, sort_at from incidents where sort_at <= $1 and (sort_at, id) < ($1, $2) order by sort_at desc, id desc limit ${BATCH}
     ), free as (
       select i.id from incidents i join batch using (id) where i.news_at = to_timestamp(0) for no key update of i skip locked
     ), dated as (
       update incidents i set news_at = incident_news_at(i) from free where i.id = free.id returning 1
     )
     select id, sort_at as "sortAt", (select count(*)::int from dated) as dated from batch order by sort_at, id limit 1`,
    [sortAt, id],
  )
  return { dated: rows[0]?.dated ?? 0, last: rows[0] }
}
