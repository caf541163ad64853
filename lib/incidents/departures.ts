import type { Transaction } from '#lib/database/transaction.ts'
import type { IncidentState } from './apply-observation.ts'
import { readSpan } from './clock.ts'
import { type Departure, findDeparture, LISTS, type ListRead } from './departure.ts'

/** For more incidents than this, all lists are loaded at once. */
const FEW = 20

/** The departures of those incidents that the last document does not list, and of withdrawn ones. The read must be stored. */
export async function findDepartures(
  tx: Transaction,
  sourceId: number,
  incidents: readonly IncidentState[],
  timeless: ReadonlySet<number>,
): Promise<Map<IncidentState, Departure>> {
  const listed = await listedLast(tx, sourceId)
  const unlisted = incidents.filter(
    ({ externalId, otherIds, withdrawnAt }) =>
      withdrawnAt !== null || ![externalId, ...otherIds].some((id) => listed.has(id)),
  )
  if (unlisted.length === 0) return new Map()
  const reads = await loadReads(tx, sourceId, unlisted)
  return new Map(unlisted.map((incident) => [incident, findDeparture(incident, readSpan(incident, timeless), reads)]))
}

async function listedLast(tx: Transaction, sourceId: number): Promise<Set<string>> {
  const { rows } = await tx.query<{ listed: string[] }>(
    `select case when d.completeness = 'gone' then '{}' else d.listed end as listed
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and o.verdict = 'accepted' order by o.last_observed_at desc, d.sha256 desc limit 1`,
    [sourceId],
  )
  return new Set(rows[0]?.listed)
}

/**
 * The accepted observations since shortly before any of the incidents was last listed, each with those of the incidents
 * that it lists.
 */
async function loadReads(tx: Transaction, sourceId: number, incidents: readonly IncidentState[]): Promise<ListRead[]> {
  const ids = incidents.map(({ externalId, otherIds }) => [externalId, ...otherIds])
  const areFew = ids.length <= FEW
  const since = areFew ? await lastListings(tx, sourceId, ids) : null
  const { rows } = await tx.query<Omit<ListRead, 'listed'> & { listed: string[] }>(
    `select d.url, d.completeness, coalesce(d.summary->'kinds', '[]') as kinds, d.summary->'reach' as reach,
       case when $2::text[] is null then d.listed
         else array(select unnest(d.listed) intersect select unnest($2::text[])) end as listed,
       o.first_observed_at as "firstAt", o.last_observed_at as "lastAt", o.read_count as "readCount",
       o.recent_gaps as "recentGaps", o.interval_seconds as "intervalSeconds",
       (select min(p.first_observed_at) from observations p
        where p.document_id = d.id and p.verdict = 'accepted') as "acceptedSince"
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and o.verdict = 'accepted' and d.completeness is not null
       and ($3::timestamptz is null or o.last_observed_at >= $3)
     order by o.last_observed_at`,
    [sourceId, areFew ? ids.flat() : null, since],
  )
  return rows.map((row) => ({ ...row, listed: new Set(row.listed) }))
}

/** The earliest of the incidents' last listings, less three days: three times the longest interval. */
async function lastListings(tx: Transaction, sourceId: number, ids: string[][]): Promise<Date | null> {
  let first: Date | null = null
  for (const own of ids) {
    const { rows } = await tx.query<{ at: Date }>(
      `select o.last_observed_at - interval '3 days' as at from observations o join documents d on d.id = o.document_id
       where o.source_id = $1 and o.verdict = 'accepted' and d.completeness <> 'gone' and d.listed && $2
       order by o.last_observed_at desc limit 1`,
      [sourceId, own],
    )
    const at = rows[0]?.at ?? null
    if (at !== null && (first === null || at < first)) first = at
  }
  return first
}

/**
 * The ids of incidents whose departure may change after these documents were read up to `at`: open or planned ones that
 * are not listed, and those that a list of the newest reaches back to and lacks. If a document came late, also every
 * incident that has left a list.
 */
export async function findUnsettled(
  tx: Transaction,
  sourceId: number,
  { documentIds, at, isLate }: { documentIds: string[]; at: Date; isLate: boolean },
): Promise<string[]> {
  const ids = new Set<string>()
  for (const documentId of documentIds)
    for (const id of await loadUnlisted(tx, sourceId, { documentId, at })) ids.add(id)
  if (isLate) for (const id of await loadLeft(tx, sourceId)) ids.add(id)
  return [...ids]
}

/**
 * Open incidents, maintenance that is planned or just over, and incidents that began after the list reaches back to, that the
 * document does not list by any of their ids. None for a document that is no list. Postgres hashes what NOT IN takes, however many
 * it expects, so that a list of thousands is read once.
 */
async function loadUnlisted(
  tx: Transaction,
  sourceId: number,
  { documentId, at }: { documentId: string; at: Date },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with list as materialized (
       select listed, (select min(r.value)::timestamptz from jsonb_each_text(
         case jsonb_typeof(summary->'reach') when 'object' then summary->'reach'->'from' end) r) as reaches_to
       from documents where id = $3 and completeness = any($4)
     ), listed as materialized (
       select unnest(listed) as id from list
     ), unlisted as materialized (
       select i.id, i.external_id from incidents i, list
       where i.source_id = $1 and i.left_at is null and i.withdrawn_at is null
         and (i.derived_basis = 'ongoing' or i.derived_started_at >= list.reaches_to
           or i.source_kind = 'maintenance' and greatest(i.derived_started_at, i.derived_ended_at) > $2::timestamptz - interval '3 days')
         and i.external_id not in (select id from listed)
     )
     select external_id as id from unlisted u
     where not exists (select from incident_keys k join listed l on l.id = k.external_id where k.incident_id = u.id)`,
    [sourceId, at, documentId, LISTS],
  )
  return rows.map(({ id }) => id)
}

async function loadLeft(tx: Transaction, sourceId: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'select external_id as id from incidents where source_id = $1 and left_at is not null',
    [sourceId],
  )
  return rows.map(({ id }) => id)
}
