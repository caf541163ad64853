import type { Transaction } from '#lib/database/transaction.ts'
import type { SourceFacts } from '#lib/documents/normalise.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { preferAsPrimary } from '#lib/sources/source.ts'

/** A document that lists maintenance alone says nothing about outages, so the vendor's state isn't known from it. */
export function listsIncidents({ kinds }: { kinds: Kind[] }): boolean {
  return kinds.length === 0 || kinds.includes('incident')
}

/** The same as a condition on the summary of `documents d`. */
const LISTS_INCIDENTS = "(coalesce(d.summary->'kinds', '[]') = '[]' or d.summary->'kinds' ? 'incident')"

/**
 * Stores what the latest document says of its source, except the indicator if the source reads its indicator at another
 * address. Only a document that lists incidents is a good read. Returns whether a visitor could see the difference.
 */
export async function rememberSourceFacts(
  tx: Transaction,
  sourceId: number,
  facts: SourceFacts,
  observedAt: Date,
): Promise<boolean> {
  const { declared, indicator, componentsOut } = facts
  const { rows } = await tx.query<{ vendorId: number; isFirst: boolean; changed: boolean }>(
    `with old as (
       select declared_incident_count, declared_since, indicator, components_out, last_good_read_at,
         indicator_read_at is null and $5::text is not null as takes
       from sources where id = $1
     )
     update sources s set last_good_read_at = greatest(s.last_good_read_at, nullif($2::timestamptz, 'epoch')),
       declared_incident_count = case when $3::int is null then s.declared_incident_count else $3 end,
       declared_since = case when $3::int is null then s.declared_since else $4 end,
       indicator = case when old.takes then $5 else s.indicator end,
       components_out = case when old.takes then $6::jsonb else s.components_out end
     from old where s.id = $1
     returning s.vendor_id as "vendorId", s.origin = 'import' and old.last_good_read_at is null and s.last_good_read_at is not null as "isFirst",
               (s.declared_incident_count, s.declared_since, s.indicator, s.components_out) is distinct from
               (old.declared_incident_count, old.declared_since, old.indicator, old.components_out)
               or (old.last_good_read_at is null and s.last_good_read_at is not null) as changed`,
    [
      sourceId,
      listsIncidents(facts) ? observedAt : null,
      declared?.incidentCount ?? null,
      declared?.since ?? null,
      indicator,
      JSON.stringify(componentsOut),
    ],
  )
  if (rows[0]?.isFirst === true) await preferAsPrimary(tx, rows[0].vendorId, sourceId)
  return rows[0]?.changed === true
}

/** Recomputes the same from all accepted observations, after a late one was stored. */
export async function settleSourceFacts(tx: Transaction, sourceId: number): Promise<boolean> {
  const { rowCount } = await tx.query<never>(
    `with accepted as materialized (
       select d.summary, o.last_observed_at, ${LISTS_INCIDENTS} as lists_incidents from observations o join documents d on d.id = o.document_id
       where o.source_id = $1 and o.verdict = 'accepted' order by o.last_observed_at desc, d.sha256 desc
     ), declared as (
       select summary->'declared' as said from accepted where jsonb_typeof(summary->'declared') = 'object' limit 1
     ), overall as (
       select summary->>'indicator' as indicator, coalesce(summary->'componentsOut', '[]') as components_out
       from accepted where summary->>'indicator' is not null limit 1
     ), own as (
       select case when s.indicator_read_at is null then o.indicator else s.indicator end as indicator,
              case when s.indicator_read_at is null then o.components_out else s.components_out end as components_out
       from sources s left join overall o on true where s.id = $1
     ), facts as (
       select (select (said->>'incidentCount')::int from declared) as incident_count,
              (select (said->>'since')::timestamptz from declared) as since,
              (select indicator from own) as indicator, (select components_out from own) as components_out,
              nullif((
                select last_observed_at from accepted where lists_incidents limit 1
              ), 'epoch') as last_good_read_at
     )
     update sources s set declared_incident_count = f.incident_count, declared_since = f.since, indicator = f.indicator,
       components_out = f.components_out, last_good_read_at = f.last_good_read_at
     from facts f where s.id = $1
       and (s.declared_incident_count, s.declared_since, s.indicator, s.components_out, s.last_good_read_at)
         is distinct from (f.incident_count, f.since, f.indicator, f.components_out, f.last_good_read_at)`,
    [sourceId],
  )
  return rowCount !== 0
}

/** In exports of earlier releases, a document that lists maintenance alone was a good read: takes that back in all sources. */
export async function settleGoodReads(tx: Transaction): Promise<void> {
  await tx.query<never>(
    `update sources s set last_good_read_at = reads.last_at
     from (
       select o.source_id, nullif(max(o.last_observed_at), 'epoch') as last_at
       from observations o join documents d on d.id = o.document_id
       where o.verdict = 'accepted' and ${LISTS_INCIDENTS}
       group by o.source_id
     ) reads
     where reads.source_id = s.id and s.last_good_read_at > reads.last_at`,
  )
}
