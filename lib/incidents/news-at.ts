import type { Transaction } from '#lib/database/transaction.ts'
import type { FieldName } from '#lib/domain/incident-fields.ts'
import { earlier, latestOf } from '#lib/domain/instant.ts'
import type { IncidentState, UpdateState } from './apply-observation.ts'

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
 * that showed it. The migration that added the column has the same rules in SQL.
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
  await tx.query<never>(
    `update incidents i set news_at = coalesce(greatest(
       case when i.started_at <= i.first_seen_at then i.started_at end,
       case when i.stated_ended_at is not null then least(i.stated_ended_at, i.observed_at) end,
       i.withdrawn_at,
       i.left_at,
       (select max(greatest(least(u.posted_at, u.first_seen_at), u.edited_at, u.withdrawn_at))
        from incident_updates u where u.incident_id = i.id),
       (select max(r.seen_at) from revisions r
        where r.incident_id = i.id and r.update_id is null and r.seen_at > r.observed_at and r.field = any($1)),
       (select max(greatest(c.created_at, c.revoked_at)) from corrections c where c.incident_id = i.id)
     ), i.first_seen_at)
     where i.news_at = to_timestamp(0)`,
    [[...TOLD]],
  )
}
