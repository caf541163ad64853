import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { listQuarantined } from '#lib/queries/admin/quarantine.ts'
import { listAdminSources } from '#lib/queries/admin/sources.ts'
import { keepHouse } from '#lib/worker/daily-maintenance.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { aSource, expectInvariants, ingest, liveState, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { simulateYear } from '#tools/bench/retention.ts'

ownDatabase({ emptied: true, checked: true })

const NOW = new Date('2026-06-01T00:00Z')
const RETENTION = { unchangedRunsDays: 7, runsDays: 400, signInsDays: 400 }
const prune = () => keepHouse(NOW, RETENTION)

interface PastRun {
  daysAgo: number
  state?: string
  dryRun?: boolean
  mode?: string
}

async function addRun({ daysAgo, state = 'unchanged', dryRun = false, mode = 'poll' }: PastRun, vendor = 'acme') {
  const { vendorId, sourceId } = await aSource({ vendor })
  const id = randomUUID()
  const at = new Date(NOW.getTime() - daysAgo * 86_400_000)
  await pool().query(
    `insert into runs (id, vendor_id, source_id, mode, trigger, state, dry_run, created_at, started_at, finished_at, warnings)
     values ($1, $2, $3, $4, 'schedule', $5, $6, $7, $7, $8, '{}')`,
    [id, vendorId, sourceId, mode, state, dryRun, at, state === 'queued' ? null : at],
  )
  return id
}

async function addItem(run: string, fate: 'open' | 'resolved' | 'dismissed', externalId = 'x') {
  await pool().query(
    `insert into run_items (run_id, external_id, path, reason, raw, resolved_at, dismissed_at)
     values ($1, $2, 'p', 'bad', '{}', case when $3 = 'resolved' then now() end, case when $3 = 'dismissed' then now() end)`,
    [run, externalId, fate],
  )
}

/** How many days ago the runs began that are left. */
async function left(): Promise<string[]> {
  const { rows } = await pool().query(
    `select state || ' ' || extract(day from $1::timestamptz - created_at) as run from runs order by created_at desc, state`,
    [NOW],
  )
  return rows.map(({ run }) => run)
}

/** Enough newer runs of the source that those before have nothing but their age to rest on. */
async function addNewest(vendor = 'acme') {
  for (let count = 0; count < 20; count++) await addRun({ daysAgo: 0.1 }, vendor)
}

const withoutNewest = (runs: string[]) => runs.filter((run) => run !== 'unchanged 0')

describe('runs', () => {
  it('go after a week when nothing changed, and after four hundred days otherwise', async () => {
    await addNewest()
    for (const daysAgo of [6, 8, 300]) await addRun({ daysAgo })
    for (const state of ['succeeded', 'failed', 'suspicious'])
      for (const daysAgo of [8, 399, 401]) await addRun({ daysAgo, state })
    await addRun({ daysAgo: 500, state: 'queued' })
    await prune()
    const others = [8, 399].flatMap((days) => ['failed', 'succeeded', 'suspicious'].map((state) => `${state} ${days}`))
    expect((await left()).filter((run) => run !== 'unchanged 0').sort()).toEqual(
      [...others, 'queued 500', 'unchanged 6'].sort(),
    )
  })

  it('stay where they are the newest twenty of their source, a dry run aside', async () => {
    for (let days = 30; days < 55; days++) await addRun({ daysAgo: days })
    for (let days = 20; days < 30; days++) await addRun({ daysAgo: days, dryRun: true })
    await addRun({ daysAgo: 1_000, state: 'failed' }, 'quiet')
    const before = await listAdminSources(null, NOW)
    await prune()
    expect(await left()).toHaveLength(21)
    expect((await left())[0]).toBe('unchanged 30')
    expect(await listAdminSources(null, NOW)).toEqual(before)
  })

  it('stay with what was asked for together as long as that', async () => {
    await addNewest()
    const batch = randomUUID()
    await pool().query(
      `insert into batches (id, mode, dry_run, actor, created_at) values ($1, 'replay', false, 'me', $2::timestamptz - interval '30 days')`,
      [batch, NOW],
    )
    await pool().query('insert into batch_runs values ($1, $2)', [batch, await addRun({ daysAgo: 30, mode: 'replay' })])
    await prune()
    expect(withoutNewest(await left())).toEqual(['unchanged 30'])
    await keepHouse(new Date('2027-12-01T00:00Z'), RETENTION)
    expect((await pool().query('select from batches')).rowCount).toBe(0)
  })
})

describe('quarantined items', () => {
  it('stay while nobody has resolved or dismissed them, the newest for all of its kind, and so does a dismissal', async () => {
    await addNewest()
    for (const daysAgo of [30, 20, 10]) await addItem(await addRun({ daysAgo }), 'open')
    await addItem(await addRun({ daysAgo: 15 }), 'resolved', 'mended')
    await addItem(await addRun({ daysAgo: 14 }), 'dismissed', 'dull')
    await addItem(await addRun({ daysAgo: 12 }), 'open', 'dull')
    const before = await listQuarantined(10)
    expect(before).toHaveLength(1)
    await prune()
    expect(await listQuarantined(10)).toEqual(before)
    expect(withoutNewest(await left())).toEqual(['unchanged 10', 'unchanged 12', 'unchanged 14'])
    await addItem(await addRun({ daysAgo: 1 }), 'open', 'dull')
    expect(await listQuarantined(10)).toEqual(before)
  })
})

it('figures, permalinks, revisions and coverage are the same after pruning, and after a replay of what is left', async () => {
  const edited = anIncident('a', { title: 'Another', updates: [anUpdate('u1', { body: 'Other.' }), anUpdate('u2')] })
  const texts = [[anIncident('a')], [anIncident('a'), anIncident('b')], [edited, anIncident('b')], [edited]]
  const address = 'https://status.acme.example/list'
  for (const [hour, incidents] of texts.entries()) {
    for (const minute of ['10', '15', '20', '40']) {
      const page = { name: minute < '20' ? 'Acme' : 'Acme later', url: null, timeZone: null, indicator: null }
      const readAt = `2026-04-01T0${hour}:${minute}Z`
      await ingest(aDocument(incidents, { completeness: 'whole', page }), { readAt, from: address })
    }
  }
  await pool().query(`update runs set created_at = $1, started_at = $1, finished_at = $1`, [
    new Date('2024-01-01T00:00Z'),
  ])
  const before = await liveState()
  await prune()
  expect((await pool().query('select from documents')).rowCount).toBeLessThan(texts.length * 2)
  expect(await liveState()).toEqual(before)
  await expectInvariants()
  expect(await runMode('replay')).toMatchObject({ state: 'unchanged', warnings: [] })
  expect(await liveState()).toEqual(before)
})

describe('housekeeping', () => {
  it('goes on with the others when one source fails, and says so', async () => {
    for (const vendor of ['acme', 'beta']) {
      for (const hour of ['01', '02', '03']) {
        const page = { name: hour, url: null, timeZone: null, indicator: null }
        await ingest(aDocument([anIncident('a')], { page }), { vendor, readAt: `2026-04-01T${hour}:00Z` })
      }
    }
    await addNewest()
    await addRun({ daysAgo: 30 })
    await pool().query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger refuse before update on documents for each row when (old.source_id = 1) execute function refuse()`)
    try {
      await prune()
    } finally {
      await pool().query('drop function refuse cascade')
    }
    const { rows } = await pool().query(
      'select source_id, count(body)::int as bodies from documents group by 1 order by 1',
    )
    expect(rows).toEqual([
      { source_id: 1, bodies: 3 },
      { source_id: 2, bodies: 2 },
    ])
    expect(await left()).not.toContain('unchanged 30')
  })

  it('lets go of what has ended or is of no use any more', async () => {
    await pool().query(`
      insert into users (id, name, email, email_verified, updated_at) values ('1', 'A', 'a@example.com', true, now());
      insert into sessions (id, expires_at, token, updated_at, user_id) values ('old', '2026-05-30', 'a', now(), '1'), ('new', '2026-06-05', 'b', now(), '1');
      insert into verifications (id, identifier, value, expires_at) values ('old', 'a', 'b', '2026-05-30'), ('new', 'a', 'b', '2026-06-05');
      insert into account_links (hash, email, created_by, expires_at) values ('old', 'a', 'b', '2026-04-01'), ('new', 'a', 'b', '2026-05-20');
      insert into rate_limits (id, key, count, last_request) select at::text, at::text, 1, extract(epoch from at)::bigint * 1000
        from unnest(array['2026-05-01', '2026-05-31 23:00Z']::timestamptz[]) as at;
      insert into sign_in_attempts values ('old', 1, '2026-05-01', '2026-05-01'), ('new', 1, '2026-05-31 23:00Z', '2026-05-31 23:00Z');
      insert into hosts (host, last_request_at, closed_until) values ('old', '2026-01-01', null), ('closed', '2026-01-01', '2026-07-01'), ('new', '2026-05-30', null);
      with v as (insert into vendors (key, slug, name) values ('alerting', 'alerting', 'Alerting') returning id)
        insert into alert_events (kind, vendor_id, happened_at, recorded_at, detail)
        select 'resolved', id, now(), at, '{}' from v, unnest(array['2026-04-20', '2026-04-25']::timestamptz[]) as at;
      insert into audit_entries (at, actor, action, subject) values ('2024-01-01', 'a', 'account.sign-in', 'a'), ('2024-01-01', 'a', 'vendor.add', 'a'), ('2026-05-01', 'a', 'account.sign-in', 'a')`)
    await prune()
    const counts: Record<string, number> = {}
    for (const table of [
      'sessions',
      'verifications',
      'account_links',
      'rate_limits',
      'sign_in_attempts',
      'hosts',
      'audit_entries',
      'alert_events',
    ])
      counts[table] = (await pool().query(`select from ${table}`)).rowCount ?? 0
    expect(counts).toEqual({
      sessions: 1,
      verifications: 1,
      account_links: 1,
      rate_limits: 1,
      sign_in_attempts: 1,
      hosts: 2,
      audit_entries: 2,
      alert_events: 1,
    })
    await pool().query(
      'delete from users; delete from vendors; delete from verifications; delete from account_links; delete from rate_limits; delete from sign_in_attempts',
    )
  })
})

it('ten sources of which nothing is left but what a week and the changes of a year come to', async () => {
  const year = { sources: 10, days: 40, fullDays: 1, changesPerDay: 2, end: NOW }
  const { sizes } = await simulateYear(year)
  const rows = Object.fromEntries(sizes.map((size) => [size.table, size.rows]))
  // A run that changed something a source and day, and the last day's; what was read at two addresses is a row for each change.
  expect(rows.runs).toBe(10 * (39 + 288))
  expect(rows.observations).toBe(10 * (80 + 12))
})
