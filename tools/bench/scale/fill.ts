import { advanceSerials } from '#lib/admin/transfer/derive.ts'
import { arrayLiteral, type Column } from '#lib/database/bulk-write.ts'
import { withConnection } from '#lib/database/client.ts'
import { copyRows } from '#lib/database/copy-rows.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'
import { SEPARATOR } from '#lib/text/search/search-words.ts'
import { COMPONENTS, type MadeIncident, type MadeUpdate, makeIncidents, type World } from './world.ts'

const TABLES = ['incidents', 'incident_updates', 'incident_components', 'incident_words', 'revisions']
const BATCH = 10_000
/** As long as the hashes that a real database holds. */
const HASH = 'c0ffee'.repeat(11).slice(0, 64)

function column<Item>(name: string, value: (item: Item) => unknown): Column<Item> {
  return { name, type: '', value }
}

const INCIDENT_COLUMNS: Column<MadeIncident>[] = [
  column('id', ({ id }) => id),
  column('vendor_id', ({ vendorId }) => vendorId),
  column('source_id', ({ sourceId }) => sourceId),
  column('external_id', ({ externalId }) => externalId),
  column('public_id', ({ publicId }) => publicId),
  column('title', ({ title }) => title),
  ...['source_kind', 'kind'].map((name) => column<MadeIncident>(name, ({ kind }) => kind)),
  ...['source_impact', 'impact'].map((name) => column<MadeIncident>(name, ({ impact }) => impact)),
  column('status', ({ status }) => status),
  ...['stated_started_at', 'derived_started_at', 'started_at'].map((name) =>
    column<MadeIncident>(name, ({ startedAt }) => startedAt),
  ),
  ...['derived_ended_at', 'ended_at'].map((name) => column<MadeIncident>(name, ({ endedAt }) => endedAt)),
  column('started_before', ({ startedBefore }) => startedBefore),
  ...['derived_basis', 'basis'].map((name) => column<MadeIncident>(name, ({ basis }) => basis)),
  column('source_url', ({ vendorId, externalId }) => `https://status.v${vendorId}.example/incidents/${externalId}`),
  column('regions', () => arrayLiteral([])),
  column('unclear', ({ basis }) => (basis === 'unclear' ? 'status: on fire' : null)),
  ...['content_hash', 'source_sha256'].map((name) => column<MadeIncident>(name, () => HASH)),
  ...['observed_at', 'first_seen_at'].map((name) => column<MadeIncident>(name, ({ seenAt }) => seenAt)),
  column('news_at', ({ seenAt, updates }) => updates.at(-1)?.postedAt ?? seenAt),
  column('withdrawn_at', ({ withdrawnAt }) => withdrawnAt),
  column('sort_at', ({ sortAt }) => sortAt),
  column('update_count', ({ updates }) => updates.length),
]

const UPDATE_COLUMNS: Column<MadeUpdate>[] = [
  column('id', ({ id }) => id),
  column('incident_id', ({ incidentId }) => incidentId),
  column('external_id', ({ externalId }) => externalId),
  column('status', ({ status }) => status),
  column('posted_at', ({ postedAt }) => postedAt),
  column('body', ({ body }) => body),
  column('position', ({ position }) => position),
  ...['observed_at', 'first_seen_at'].map((name) => column<MadeUpdate>(name, ({ postedAt }) => postedAt)),
  column('source_sha256', () => HASH),
  column('edited_at', ({ editedAt }) => editedAt),
]

const COMPONENT_COLUMNS: Column<{ id: number; component: number }>[] = [
  column('incident_id', ({ id }) => id),
  column('component_id', ({ component }) => component),
]

/** What edited updates said before. */
const REVISION_COLUMNS: Column<MadeUpdate>[] = [
  column('incident_id', ({ incidentId }) => incidentId),
  column('update_id', ({ id }) => id),
  column('field', () => 'body'),
  column('value', ({ body }) => JSON.stringify(body.slice(1))),
  column('observed_at', ({ postedAt }) => postedAt),
  column('source_sha256', () => HASH),
  column('seen_at', ({ editedAt }) => editedAt),
]

/** Fills a migrated, empty database; its indexes are built at the end. */
export async function fillDatabase(world: World, say: (line: string) => void): Promise<void> {
  await withConnection(async (tx) => {
    await tx.query<never>("set statement_timeout = 0; set maintenance_work_mem = '512MB'; set synchronous_commit = off")
    await addVendors(tx, world)
    const restore = await dropIndexes(tx)
    await addIncidents(tx, world, say)
    say('search words')
    await addWords(tx)
    say('indexes')
    for (const statement of restore) await tx.query<never>(statement)
    await addMentions(tx)
    await tx.query<never>('insert into method_versions (version, applied_at) values ($1, $2)', [
      METHOD_VERSION,
      world.end,
    ])
    await tx.query<never>('vacuum analyze')
  })
}

async function addVendors(tx: Transaction, { vendors, end }: World): Promise<void> {
  await tx.query<never>(
    `insert into vendors (id, key, slug, name, category)
     select n, 'v' || n, 'v' || n, initcap(substr(md5(n::text), 1, 1 + n % 7) || ' ' || 'vendor ' || n), (array['Cloud', 'Payments', 'Other'])[1 + n % 3]
     from generate_series(1, $1) n`,
    [vendors],
  )
  await tx.query<never>(
    `insert into sources (id, vendor_id, key, platform, url, is_primary, poll_interval_seconds, last_good_read_at, last_checked_at)
     select n, n, 'statuspage', 'statuspage', 'https://status.v' || n || '.example', true, 86400, $2, $2 from generate_series(1, $1) n`,
    [vendors, end],
  )
  // Of every third vendor a year is missing.
  await tx.query<never>(
    `insert into coverage (source_id, covered_from, covered_to, quality)
     select n, $2::timestamptz - interval '10 years', case n % 3 when 0 then $2::timestamptz - interval '2 years' else $2 end, 'complete'::coverage_quality
     from generate_series(1, $1::int) n
     union all select n, $2::timestamptz - interval '1 year', $2, 'complete' from generate_series(3, $1::int, 3) n`,
    [vendors, end],
  )
  await tx.query<never>(
    `insert into components (id, source_id, external_id, name)
     select (n - 1) * $2 + c + 1, n, 'c' || c, 'Component ' || c from generate_series(1, $1::int) n, generate_series(0, $2::int - 1) c`,
    [vendors, COMPONENTS],
  )
}

/** Returns the statements that make the indexes and constraints again. */
async function dropIndexes(tx: Transaction): Promise<string[]> {
  const constraints = await tx.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = any($1::regclass[]) and contype in ('p', 'f') or confrelid = any($1::regclass[]) and contype = 'f'
     order by contype = 'p'`,
    [TABLES],
  )
  for (const { table, name } of constraints.rows)
    await tx.query<never>(`alter table ${table} drop constraint "${name}"`)
  const indexes = await tx.query<{ name: string; definition: string }>(
    'select indexname as name, indexdef as definition from pg_indexes where tablename = any($1)',
    [TABLES],
  )
  for (const { name } of indexes.rows) await tx.query<never>(`drop index "${name}"`)
  return [
    ...indexes.rows.map(({ definition }) => definition),
    ...constraints.rows
      .toReversed()
      .map(({ table, name, definition }) => `alter table ${table} add constraint "${name}" ${definition}`),
  ]
}

async function addIncidents(tx: Transaction, world: World, say: (line: string) => void): Promise<void> {
  let batch: MadeIncident[] = []
  let updateCount = 0
  for (const incident of makeIncidents(world)) {
    batch.push(incident)
    for (const update of incident.updates) update.id = ++updateCount
    if (batch.length < BATCH) continue
    await writeBatch(tx, batch)
    if ((incident.id / BATCH) % 20 === 0) say(`${incident.id.toLocaleString('en')} incidents`)
    batch = []
  }
  await writeBatch(tx, batch)
  await advanceSerials(tx)
}

async function writeBatch(tx: Transaction, batch: MadeIncident[]): Promise<void> {
  await copyRows(tx, 'incidents', INCIDENT_COLUMNS, batch)
  const updates = batch.flatMap((incident) => incident.updates)
  await copyRows(tx, 'incident_updates', UPDATE_COLUMNS, updates)
  const components = batch.flatMap(({ id, sourceId, components }) =>
    components.map((number) => ({ id, component: (sourceId - 1) * COMPONENTS + number + 1 })),
  )
  await copyRows(tx, 'incident_components', COMPONENT_COLUMNS, components)
  const edited = updates.filter(({ editedAt }) => editedAt !== null)
  await copyRows(tx, 'revisions', REVISION_COLUMNS, edited)
}

/** Every fiftieth incident links to another. */
async function addMentions(tx: Transaction): Promise<void> {
  await tx.query<never>(
    `insert into mentions (incident_id, update_id, url, target_incident_id)
     select u.incident_id, u.id, t.source_url, t.id from incident_updates u join incidents t on t.id = u.incident_id - 25
     where u.incident_id % 50 = 0 and u.position = 0`,
  )
}

/** As lib/incidents/search-index.ts takes words apart, in one statement. */
async function addWords(tx: Transaction): Promise<void> {
  await tx.query<never>(
    `insert into incident_words (incident_id, words)
     select i.id, setweight(to_tsvector('english', regexp_replace(i.title, $1, ' ', 'g')), 'A')
       || to_tsvector('english', regexp_replace(u.text, $1, ' ', 'g'))
     from incidents i join (
       select incident_id, string_agg(body, E'\\n' order by posted_at, position) as text from incident_updates group by 1
     ) u on u.incident_id = i.id`,
    [SEPARATOR],
  )
}
