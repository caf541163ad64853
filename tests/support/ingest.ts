import type { ParsedDocument, Platform } from '#lib/adapters/adapter.ts'
import { formatArchive } from '#lib/adapters/archive.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { checkInvariants } from '#lib/database/invariants.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { keepDocument } from '#lib/documents/document.ts'
import { getRun } from '#lib/queries/runs.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import { type RunMode, requestRun } from '#lib/runs/run.ts'
import { findOrCreateSource, type Source } from '#lib/sources/source.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { createTestDatabase } from './database.ts'

/** Connects this process to a new, empty database. Returns a function that drops it. */
export async function useTestDatabase(): Promise<() => Promise<void>> {
  return (await connectTestDatabase()).drop
}

/** The same, with the address of the database. */
export async function connectTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const database = await createTestDatabase()
  // Work that an earlier file of this process left under way may have opened that file's database again.
  await closeDatabase()
  process.env.DATABASE_URL = database.url
  process.env.OUTAGE_HISTORY_ROLE = 'worker'
  return {
    url: database.url,
    async drop() {
      await closeDatabase()
      await database.drop()
    },
  }
}

/**
 * Empties the database, restarts its sequences and empties the queue: the job of a killed worker would block the next
 * source with the same id until its heartbeat is missed.
 */
export async function clearDatabase(): Promise<void> {
  await emptyTables('vendors', 'batches', 'hosts', 'workers', 'audit_entries')
  const { rows } = await pool().query("select to_regclass('pgboss.job') is not null as exists")
  if (rows[0].exists) await pool().query('delete from pgboss.job')
}

export interface SourceOptions {
  vendor?: string
  platform?: Platform
  url?: string | null
  origin?: Source['origin']
}

/** A source of a vendor, both created if missing. */
export async function aSource({
  vendor = 'acme',
  platform = 'archive',
  url = null,
  origin = url === null ? 'import' : 'live',
}: SourceOptions = {}): Promise<{ vendorId: number; sourceId: number }> {
  return await inTransaction(async (tx) => {
    const { rows } = await tx.query(
      `insert into vendors (key, slug, name) values ($1, $1, $1) on conflict (slug) do update set slug = excluded.slug returning id`,
      [vendor],
    )
    const vendorId: number = rows[0].id
    return { vendorId, sourceId: await findOrCreateSource(tx, { vendorId, platform, url, origin }) }
  })
}

export interface IngestOptions extends SourceOptions {
  /** "2026-03-01T12:00Z"; none for a document imported without a read time. */
  readAt?: string | Date | null
  /** The document's own address, if it is not the source's. */
  from?: string | null
  contentType?: string | null
  dryRun?: boolean
}

/** Ingests a document as a worker does, and returns its run. */
export async function ingest(
  body: string | Uint8Array | ParsedDocument,
  options: IngestOptions = {},
): Promise<RunView> {
  const { vendorId, sourceId } = await aSource(options)
  const run = await inTransaction(async (tx) => {
    const document = await keepDocument(tx, {
      sourceId,
      bytes: toBytes(body),
      url: options.from ?? null,
      contentType: options.contentType ?? null,
    })
    const readAt = options.readAt === undefined || options.readAt === null ? null : new Date(options.readAt)
    const request = { vendorId, sourceId, mode: 'document', trigger: 'cli', dryRun: options.dryRun ?? false } as const
    return await requestRun(tx, { ...request, documentId: document.id, readAt }, async () => {})
  })
  return await execute(run)
}

/** Creates a run of another mode for a source and executes it. */
export async function runMode(
  mode: Exclude<RunMode, 'document'>,
  options: SourceOptions & { dryRun?: boolean } = {},
): Promise<RunView> {
  const source = await aSource(options)
  const request = { ...source, mode, trigger: 'cli', dryRun: options.dryRun ?? false } as const
  return await execute(await inTransaction((tx) => requestRun(tx, request, async () => {})))
}

async function execute(id: string): Promise<RunView> {
  await executeRun(id, runHandlers)
  const run = await getRun(id)
  if (run === null) throw new Error(`Run ${id} is gone.`)
  return run
}

function toBytes(body: string | Uint8Array | ParsedDocument): Uint8Array {
  if (body instanceof Uint8Array) return body
  return new TextEncoder().encode(typeof body === 'string' ? body : formatArchive(body))
}

/** Everything visible to visitors, which must not depend on the order of arrival, without row ids. */
export async function liveState(): Promise<Record<string, unknown[]>> {
  const state: Record<string, unknown[]> = {}
  for (const [name, text] of Object.entries(STATE)) state[name] = (await pool().query(text)).rows
  return state
}

const STATE = {
  incidents: `select to_jsonb(i) - '{id,vendor_id,source_id,duplicate_of_id,content_hash,stored_at}'::text[] as row, t.public_id as duplicate
    from incidents i left join incidents t on t.id = i.duplicate_of_id order by i.public_id`,
  updates: `select i.public_id, to_jsonb(u) - '{id,incident_id}'::text[] as row
    from incident_updates u join incidents i on i.id = u.incident_id order by i.public_id, u.external_id`,
  revisions: `select i.public_id, u.external_id as update, to_jsonb(r) - '{id,incident_id,update_id}'::text[] as row
    from revisions r join incidents i on i.id = r.incident_id left join incident_updates u on u.id = r.update_id
    order by i.public_id, u.external_id, r.field, r.observed_at, r.seen_at, r.value::text`,
  components: `select i.public_id, c.external_id, c.name, to_jsonb(ic) - '{incident_id,component_id}'::text[] as row
    from incident_components ic join incidents i on i.id = ic.incident_id join components c on c.id = ic.component_id
    order by i.public_id, c.external_id`,
  aliases: `select a.public_id, i.public_id as incident from incident_aliases a join incidents i on i.id = a.incident_id
    where a.public_id <> i.public_id order by 1, 2`,
  mentions: `select i.public_id, u.external_id, m.url, t.public_id as target from mentions m
    join incidents i on i.id = m.incident_id join incident_updates u on u.id = m.update_id
    left join incidents t on t.id = m.target_incident_id order by 1, 2, 3`,
  coverage: `select s.key, c.covered_from, c.covered_to, c.quality from coverage c join sources s on s.id = c.source_id order by 1, 2`,
  sources: `select v.slug, s.key, s.is_primary, s.last_good_read_at, s.declared_incident_count, s.declared_since, s.indicator,
      s.components_out
    from sources s join vendors v on v.id = s.vendor_id order by 1, 2`,
}

/** Deletes everything except the documents and their observations, as before a rebuild. */
export async function keepDocumentsAlone(): Promise<void> {
  await emptyTables('incidents', 'components', 'coverage', 'words_due')
  await pool().query(
    `update sources set declared_incident_count = null, declared_since = null, indicator = null, components_out = null,
       last_good_read_at = null`,
  )
}

/** The versions of all rows that an unchanged document must not write. */
export async function rowVersions(): Promise<string> {
  const tables = [
    'incidents',
    'incident_updates',
    'components',
    'incident_components',
    'revisions',
    'mentions',
    'incident_keys',
    'incident_aliases',
    'incident_words',
  ]
  const parts = tables.map(
    (table) =>
      `select '${table}' as name, md5(string_agg(t::text || t.xmin || t.ctid::text, '' order by t.ctid)) as versions from ${table} t`,
  )
  const { rows } = await pool().query(parts.join(' union all '))
  return JSON.stringify(rows)
}

/** Throws if the stored data contradicts itself, with every contradiction. */
export async function expectInvariants(): Promise<void> {
  const violations = await checkInvariants()
  if (violations.length > 0)
    throw new Error(violations.map(({ rule, subject, detail }) => `${rule} ${subject}: ${detail}`).join('\n'))
}

export interface Month {
  /** YYYY-MM, in UTC. */
  month: string
  kind: string
  /** By the month of their start. */
  incidents: number
  /** The union of the spans that have ended, split at the ends of months. */
  seconds: number
}

/** What the stored incidents come to in each month, counted by SQL alone: of one vendor, or of all together. */
export async function countMonths(vendor: string | null = null): Promise<Month[]> {
  const { rows } = await pool().query<Month>(
    `with counted as (
       select vendor_id, kind, started_at at time zone 'UTC' as started,
         case when basis in ('reported', 'corrected', 'seen') then ended_at at time zone 'UTC' end as ended
       from incidents where dedup_status = 'counted' and not excluded and started_at is not null
         and ($1::text is null or vendor_id = (select id from vendors where slug = $1))
     ), pieces as (
       select vendor_id, kind, month, range_agg(tsrange(greatest(started, month), least(ended, month + interval '1 month'))) as spans
       from counted, generate_series(date_trunc('month', started), ended, interval '1 month') month where ended > started
       group by 1, 2, 3
     ), months as (
       select kind, month, 0 as incidents, (select sum(extract(epoch from upper(span) - lower(span))) from unnest(spans) span)::int as seconds
       from pieces
       union all
       select kind, date_trunc('month', started), 1, 0 from counted
     )
     select to_char(month, 'YYYY-MM') as month, kind, sum(incidents)::int as incidents, sum(seconds)::int as seconds
     from months group by 1, 2 order by 1, 2`,
    [vendor],
  )
  return rows
}
