import { beforeEach, describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { readOthers } from '#lib/incidents/forecasts/read-outages.ts'
import { markForecastsDue, refreshVendorForecasts } from '#lib/incidents/forecasts/vendor-forecasts.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const NOW = at('2026-06-01T00:00Z')

ownDatabase({ emptied: true })

/** An outage every other day, of 10 to 50 minutes in turn; the last 30 have a rating that none had before. */
const HISTORY = Array.from({ length: 60 }, (_, n): ParsedIncident => {
  const from = new Date(Date.UTC(2026, 0, 1 + 2 * n, 12))
  return anIncident(`n${n}`, {
    statedStartedAt: from,
    statedEndedAt: new Date(from.getTime() + (10 + ((n * 7) % 41)) * 60_000),
    sourceImpact: n < 30 ? 'minor' : 'partial_outage',
    updates: [],
  })
})

async function stored() {
  const { rows } = await pool().query(
    `select f.share, f.record, f.breaks, f.due_at as "dueAt" from vendor_forecasts f join vendors v on v.id = f.vendor_id where v.slug = 'acme'`,
  )
  return rows[0]
}

describe('what a history says of forecasts', () => {
  beforeEach(() =>
    ingest(aDocument(HISTORY, { completeness: 'whole' }), { url: 'https://status.acme.example', readAt: NOW }),
  )

  it('is due after an ingest that changed something, and computed by a worker', async () => {
    expect(await stored()).toMatchObject({ record: null, breaks: null, dueAt: expect.any(Date) })
    expect(await refreshVendorForecasts()).toBe(1)
    const { record, share, dueAt, breaks } = await stored()
    expect(dueAt).toBeNull()
    expect(share).toBe(0.8)
    expect(record.promised.byMinutes[0].cases).toBe(50)
    expect(record.promised.kept).toBeGreaterThan(0.7 * record.promised.cases)
    const at = HISTORY[30]?.statedStartedAt?.getTime()
    expect(breaks).toEqual([{ at, until: at, cause: 'kind' }])
    expect(await refreshVendorForecasts()).toBe(0)
  })

  it('is not due after a read that changed nothing', async () => {
    await refreshVendorForecasts()
    const [anOutage = anIncident('n0'), ...others] = HISTORY
    const later = new Date(NOW.getTime() + 300_000)
    const options = { url: 'https://status.acme.example', readAt: later }
    await ingest(aDocument(HISTORY, { completeness: 'whole' }), options)
    expect((await stored()).dueAt).toBeNull()
    await ingest(aDocument([{ ...anOutage, impact: 'major' }, ...others], { completeness: 'whole' }), {
      ...options,
      readAt: new Date(later.getTime() + 300_000),
    })
    expect((await stored()).dueAt).not.toBeNull()
  })

  it('stays due where the vendor changes while it is computed, and is computed for a vendor without a row', async () => {
    const { rows } = await pool().query("select id from vendors where slug = 'acme'")
    await pool().query('delete from vendor_forecasts')
    expect(await refreshVendorForecasts()).toBe(1)
    await inTransaction((tx) => markForecastsDue(tx, rows[0].id))
    expect(await refreshVendorForecasts()).toBe(1)
  })

  it('is computed again where an earlier version has not said until when reporting changed', async () => {
    await refreshVendorForecasts()
    await pool().query(`update vendor_forecasts set breaks = '[{"at": 1769947200000, "cause": "kind"}]'`)
    const at = new Date(1769947200000)
    const earlier = await getVendor('acme', parseHistoryFilter({}, NOW), NOW)
    expect(earlier?.breaks).toEqual([{ at, until: at, cause: 'kind' }])
    expect(await refreshVendorForecasts()).toBe(1)
    expect((await stored()).breaks[0].until).toBe(HISTORY[30]?.statedStartedAt?.getTime())
    expect(await refreshVendorForecasts()).toBe(0)
  })

  it('goes on with others where the one of a vendor cannot be computed, which stays due', async () => {
    await ingest(aDocument(HISTORY, { completeness: 'whole' }), {
      vendor: 'bolt',
      url: 'https://b.example',
      readAt: NOW,
    })
    await pool().query(`
      create function refuse_acme() returns trigger language plpgsql as $$ begin
        if new.vendor_id = (select id from vendors where slug = 'acme') and new.record is not null then raise 'not this one'; end if;
        return new;
      end $$;
      create trigger refuse_acme before insert or update on vendor_forecasts for each row execute function refuse_acme()`)
    try {
      expect(await refreshVendorForecasts()).toBe(1)
      expect((await stored()).dueAt).not.toBeNull()
    } finally {
      await pool().query('drop function refuse_acme cascade')
    }
    expect(await refreshVendorForecasts()).toBe(1)
  })

  it('rests on others of the category while the vendor has few outages', async () => {
    const young = { vendor: 'young', url: 'https://status.young.example', readAt: NOW }
    await ingest(aDocument(HISTORY.slice(-5), { completeness: 'whole' }), young)
    const cases = async () => {
      await pool().query('delete from vendor_forecasts')
      await refreshVendorForecasts()
      const { rows } = await pool().query<{ cases: number }>(
        `select (record->'promised'->>'cases')::int as cases from vendor_forecasts f join vendors v on v.id = f.vendor_id
         where v.slug = 'young'`,
      )
      return rows[0]?.cases
    }
    expect(await cases()).toBe(0)
    await pool().query("update vendors set category = 'Chat'")
    expect(await cases()).toBeGreaterThan(0)
  })

  it('marks breaks and keeps a trend from being said across them, as a filter does', async () => {
    await refreshVendorForecasts()
    const vendor = await getVendor('acme', parseHistoryFilter({}, NOW), NOW)
    const at = HISTORY[30]?.statedStartedAt
    expect(vendor?.breaks).toEqual([{ at, until: at, cause: 'kind' }])
    expect(vendor?.trend?.trend).toBeNull()
    expect(vendor?.history.atMost.all).not.toBeNull()
    for (const narrowed of [{ kind: 'all' }, { impact: 'none' }]) {
      const filtered = await getVendor('acme', parseHistoryFilter(narrowed, NOW), NOW)
      expect(filtered).toMatchObject({ trend: null, history: { atMost: { all: null, major: null } } })
    }
  })

  it('widens the bound of the next forecast where the record asks for it', async () => {
    await refreshVendorForecasts()
    await pool().query('update vendor_forecasts set share = 0.9')
    const open = anIncident('open', {
      statedStartedAt: new Date(NOW.getTime() + 1_000),
      statedEndedAt: null,
      status: 'investigating',
      updates: [],
    })
    const later = new Date(NOW.getTime() + 60_000)
    await ingest(aDocument([...HISTORY, open], { completeness: 'whole' }), {
      url: 'https://status.acme.example',
      readAt: later,
    })
    const vendor = await getVendor('acme', parseHistoryFilter({}, later), later)
    expect(vendor?.openIncidents[0]?.expected).toMatchObject({ share: 0.9, count: 60 })
  })
})

it('reads the same of a category of very many vendors, where it looks through the newest of all', async () => {
  await pool().query(`
    with v as (
      insert into vendors (key, slug, name, category) select 'v' || n, 'v' || n, 'V', 'Chat' from generate_series(1, 8) n returning id
    ), s as (
      insert into sources (vendor_id, key, platform) select id, 'archive', 'archive' from v returning id, vendor_id
    )
    insert into incidents (vendor_id, source_id, external_id, public_id, title, source_kind, source_impact, kind, impact, basis, derived_basis,
      started_at, ended_at, sort_at, first_seen_at, observed_at, content_hash, source_sha256)
    select vendor_id, id, n::text, id || 'x' || n, 'One', 'incident', 'minor', case when n % 9 = 0 then 'notice' else 'incident' end::kind, 'minor',
      'reported', 'reported', at, at + make_interval(mins => 1 + n % 50), at, at, at, 'x', 'x'
    from s, generate_series(1, 280) n, lateral (select timestamptz '2026-05-01Z' - n * interval '1 hour' - id * interval '1 second' as at) t`)
  const seenAt = Date.parse('2026-05-20T00:00Z')
  const own = [{ startedAt: seenAt, endedAt: null, seenAt, mitigatedAt: null, components: [], impact: 'minor' }]
  const { rows } = await pool().query<{ id: number }>("select id from vendors where slug = 'v1'")
  const [soon, each] = await Promise.all([0, 1_000].map((few) => readOthers(rows[0]?.id ?? 0, 'Chat', own, few)))
  expect(soon).toHaveLength(1_600)
  expect(soon).toEqual(each)
  // Where they are too few, each vendor is asked.
  const early = own.map((outage) => ({ ...outage, seenAt: Date.parse('2026-04-25T00:00Z') }))
  const [few, fewEach] = await Promise.all([0, 1_000].map((most) => readOthers(rows[0]?.id ?? 0, 'Chat', early, most)))
  expect(few?.length).toBeGreaterThan(500)
  expect(few).toEqual(fewEach)
})
