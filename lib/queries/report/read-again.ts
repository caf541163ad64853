import { ofVendors, type Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'

/** Two reads of one observation are at most this many poll intervals apart. */
const MAX_INTERVALS_BETWEEN = 3

/**
 * A WITH query `reads`: when each source of the scope was last read well at `asOf`, as `last_at`. For a moment between two reads of
 * one observation, a time at or before the last of them: so nothing counts as read again that was not.
 */
export function lastReads({ vendorIds, asOf }: Pick<Scope, 'vendorIds' | 'asOf'>): Prisma.Sql {
  // Written as a value: Postgres would join it, and read all documents.
  const isGood = Prisma.sql`o.verdict = 'accepted' AND (
    SELECT coalesce(d.summary -> 'kinds', '[]') = '[]' OR d.summary -> 'kinds' ? 'incident' FROM documents d WHERE d.id = o.document_id)`
  return Prisma.sql`reads AS MATERIALIZED (
    SELECT i.id AS source_id, CASE WHEN i.last_good_read_at <= ${asOf} THEN i.last_good_read_at ELSE greatest((
      SELECT o.last_observed_at FROM observations o
      WHERE o.source_id = i.id AND o.last_observed_at <= ${asOf} AND ${isGood} ORDER BY o.last_observed_at DESC LIMIT 1
    ), (
      SELECT max(greatest(o.first_observed_at,
        ${asOf}::timestamptz - ${MAX_INTERVALS_BETWEEN}::int * o.interval_seconds * interval '1 second'))
      FROM observations o
      WHERE o.source_id = i.id AND o.last_observed_at > ${asOf} AND o.first_observed_at <= ${asOf} AND ${isGood}
    )) END AS last_at
    FROM sources i WHERE ${ofVendors(vendorIds)})`
}

/** Whether the source of an incident `i` was read again after it until `asOf`, so that a withdrawal was seen; `r` is its row of `reads`. */
export function isIncidentReadAgain(asOf: Date): Prisma.Sql {
  return Prisma.sql`(coalesce(i.first_seen_at < r.last_at, FALSE) OR coalesce(i.withdrawn_at <= ${asOf}, FALSE))`
}

/** The same of one of its updates, and of an edit; the columns of `incident_updates` stand without a name. */
export function isUpdateReadAgain(asOf: Date): Prisma.Sql {
  return Prisma.sql`(coalesce(first_seen_at < r.last_at, FALSE) OR coalesce(edited_at <= ${asOf}, FALSE))`
}
