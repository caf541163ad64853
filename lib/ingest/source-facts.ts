import type { DocumentClaims } from './claims.ts'
import type { Transaction } from './transaction.ts'

/** Takes over what the document that speaks last says of its source. Returns whether a visitor could see the difference. */
export async function rememberSourceFacts(
  tx: Transaction,
  sourceId: number,
  { declared, indicator }: Pick<DocumentClaims, 'declared' | 'indicator'>,
  saidAt: Date,
): Promise<boolean> {
  const { rows } = await tx.query(
    `with old as (select declared_incident_count, declared_since, indicator, last_good_read_at from sources where id = $1)
     update sources s set last_good_read_at = greatest(s.last_good_read_at, $2),
       declared_incident_count = case when $3::int is null then s.declared_incident_count else $3 end,
       declared_since = case when $3::int is null then s.declared_since else $4 end,
       indicator = coalesce($5, s.indicator)
     from old where s.id = $1
     returning (s.declared_incident_count, s.declared_since, s.indicator) is distinct from
               (old.declared_incident_count, old.declared_since, old.indicator) or old.last_good_read_at is null as changed`,
    [sourceId, saidAt, declared?.incidentCount ?? null, declared?.since ?? null, indicator],
  )
  return rows[0]?.changed === true
}

/** The same from all accepted readings, after one has found its place among them. */
export async function settleSourceFacts(tx: Transaction, sourceId: number): Promise<boolean> {
  const { rows } = await tx.query(
    `with accepted as materialized (
       select d.gist, r.said_at from readings r join documents d on d.id = r.document_id
       where r.source_id = $1 and r.verdict = 'accepted' order by r.said_at desc, d.sha256 desc
     )
     select (select gist->'declared' from accepted where jsonb_typeof(gist->'declared') = 'object' limit 1) as declared,
            (select gist->>'indicator' from accepted where gist->>'indicator' is not null limit 1) as indicator,
            (select said_at from accepted limit 1) as "saidAt"`,
    [sourceId],
  )
  const [facts] = rows
  if (facts === undefined || facts.saidAt === null) return false
  const declared = facts.declared as { incidentCount: number; since: string | null } | null
  return await rememberSourceFacts(
    tx,
    sourceId,
    {
      declared: declared && {
        incidentCount: declared.incidentCount,
        since: declared.since === null ? null : new Date(declared.since),
      },
      indicator: facts.indicator,
    },
    facts.saidAt,
  )
}
