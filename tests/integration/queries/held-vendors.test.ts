import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pool, readAtOneMoment } from '#lib/database/client.ts'
import { dropHeld, setInformed } from '#lib/database/held.ts'
import { refreshVendorFigures } from '#lib/incidents/vendor-figures.ts'
import { listVendorBriefs, type VendorBrief } from '#lib/queries/vendor/list-briefs.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { recordStatements } from '#tests/support/plans.ts'
import { fillDatabase } from '#tools/bench/scale/fill.ts'

const START = new Date('2026-06-01T00:00Z')
const VENDORS = 40
const MINUTE_MS = 60_000

ownDatabase()
beforeAll(async () => {
  await fillDatabase({ vendors: VENDORS, incidents: 400, largest: null, end: START }, () => {})
  await refreshVendorFigures(START)
  await pool().query("update sources set poll_interval_seconds = 300, indicator = 'none', indicator_read_at = $1", [
    START,
  ])
  // Of some vendors a second source is known, of some none was ever read.
  await pool().query(
    "insert into sources (vendor_id, key, platform, origin) select id, 'second', 'feed', 'live' from vendors where id % 5 = 0",
  )
  await pool().query('update sources set last_good_read_at = null where vendor_id % 10 = 0')
  await pool().query('delete from coverage where source_id % 10 = 0')
})

// As in a site: what is written here tells this process nothing, the tests do.
let now = START
beforeEach(() => {
  setInformed(true)
  now = START
})
afterAll(() => setInformed(false))

/** Without when something was read, which a list does not show. */
const shownOf = (briefs: VendorBrief[]) =>
  briefs.map(({ checkedAt, pageStatus, ...brief }) => ({
    ...brief,
    isRead: checkedAt !== null,
    pageStatus: pageStatus && { ...pageStatus, readAt: null },
  }))
const listHeld = async () => shownOf(await listVendorBriefs(now))
/** A snapshot uses nothing that is held. */
const listAnew = async () => shownOf(await readAtOneMoment(() => listVendorBriefs(now), 30_000))

async function expectCurrent(): Promise<void> {
  expect(await listHeld()).toEqual(await listAnew())
}

const change = async (vendor: number, statement: string) => {
  await pool().query(statement, [vendor, now])
  dropHeld(`v${vendor}`)
}
const NEWEST = 'id = (select id from incidents where vendor_id = $1 order by sort_at desc, id desc limit 1)'

/** What may happen to a vendor; a poll without news, and time, tell nobody. */
const HAPPENINGS = {
  'minutes pass': async (n) => {
    now = new Date(now.getTime() + n * MINUTE_MS)
  },
  'all are read': async () =>
    void (await pool().query('update sources set last_good_read_at = $1, indicator_read_at = $1', [now])),
  'one is read': async (n) =>
    void (await pool().query(
      'update sources set last_good_read_at = $2, indicator_read_at = $2 where vendor_id = $1 and is_primary',
      [n, now],
    )),
  'its history is read without what its page says of itself': async (n) =>
    void (await pool().query('update sources set last_good_read_at = $2 where vendor_id = $1 and is_primary', [
      n,
      now,
    ])),
  'the second source is read': async (n) =>
    void (await pool().query("update sources set last_good_read_at = $2 where vendor_id = $1 and key = 'second'", [
      n,
      now,
    ])),
  'an outage opens': (n) =>
    change(
      n,
      `update incidents set started_at = $2, sort_at = $2, ended_at = null, basis = 'ongoing', impact = 'major', dedup_status = 'counted' where ${NEWEST}`,
    ),
  'an outage ends': (n) =>
    change(n, `update incidents set ended_at = greatest(started_at, $2), basis = 'reported' where ${NEWEST}`),
  'something was not understood': (n) =>
    change(
      n,
      `update incidents set basis = 'unclear', unclear = 'status: on fire', started_at = null, ended_at = null, sort_at = $2 where ${NEWEST}`,
    ),
  'something will not be understood in ten minutes': (n) =>
    change(
      n,
      `update incidents set basis = 'unclear', unclear = 'status: on fire', started_at = null, ended_at = null, sort_at = $2::timestamptz + interval '10 minutes' where ${NEWEST}`,
    ),
  'its page says something': (n) =>
    change(
      n,
      "update sources set indicator = case indicator when 'none' then 'critical' else 'none' end, indicator_read_at = $2 where vendor_id = $1",
    ),
  'it gets another name': (n) =>
    change(
      n,
      'update vendors set name = chr(65 + (ascii(name) * 7 + 3) % 26) || name where id = $1 and $2::timestamptz is not null',
    ),
  'it gets another category': (n) =>
    change(n, "update vendors set category = 'Moved' where id = $1 and $2::timestamptz is not null"),
  'anything may have changed': async (n) => {
    await pool().query("update sources set indicator = 'minor' where vendor_id = $1", [n])
    dropHeld(null)
  },
} satisfies Record<string, (n: number) => Promise<unknown>>

describe('the vendors that a site holds', () => {
  it('are those of the database, whatever happens', async () => {
    const happening = fc.record({
      what: fc.constantFrom(...(Object.keys(HAPPENINGS) as (keyof typeof HAPPENINGS)[])),
      n: fc.integer({ min: 1, max: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 12 }), async (happenings) => {
        for (const { what, n } of happenings) {
          await HAPPENINGS[what](n)
          await expectCurrent()
        }
      }),
      { numRuns: 40 },
    )
  })

  it('are not read again while nothing happens, and one alone when it changes', async () => {
    await HAPPENINGS['all are read']()
    await pool().query('update sources set last_good_read_at = $1', [now])
    dropHeld(null)
    await listHeld()
    expect(await recordStatements(listHeld)).toHaveLength(2)
    await HAPPENINGS['it gets another category'](7)
    const sent = await recordStatements(listHeld)
    expect(sent.flatMap(({ values }) => values).filter(Array.isArray)).toContainEqual(['v7'])
    expect(sent).toHaveLength(6)
    await expectCurrent()
  })

  it('are read anew when one comes, goes or is renamed', async () => {
    await listHeld()
    await change(
      41,
      "insert into vendors (id, key, slug, name) select $1, 'v41', 'v41', 'Aaa' where $2::timestamptz is not null",
    )
    await expectCurrent()
    expect((await listHeld()).map(({ slug }) => slug)).toContain('v41')
    await change(41, "update vendors set slug = 'other' where id = $1 and $2::timestamptz is not null")
    await expectCurrent()
    await change(41, 'delete from vendors where id = $1 and $2::timestamptz is not null')
    dropHeld('other')
    await expectCurrent()
    expect(await listHeld()).toHaveLength(VENDORS)
  })

  it('are never older than a change that was heard before', async () => {
    const overtaken = listHeld()
    await HAPPENINGS['an outage opens'](3)
    await Promise.all([overtaken, expectCurrent(), listHeld()])
    await expectCurrent()
  })

  it('are read again when something begins that was stored before', async () => {
    await HAPPENINGS['all are read']()
    dropHeld(null)
    await HAPPENINGS['something will not be understood in ten minutes'](3)
    const stateOf = async () => (await listHeld()).find(({ slug }) => slug === 'v3')?.state
    await pool().query(
      'update incidents set ended_at = $1 where vendor_id = 3 and ended_at is null and started_at <= $1',
      [now],
    )
    expect(await stateOf()).toBe('up')
    now = new Date(now.getTime() + 11 * MINUTE_MS)
    expect(await stateOf()).toBe('unknown')
    await expectCurrent()
  })

  it('are read again when what a page says of itself is too long ago', async () => {
    await HAPPENINGS['all are read']()
    await pool().query(
      "update sources set indicator = 'critical', indicator_read_at = $1::timestamptz - interval '8 minutes' where vendor_id = 4",
      [now],
    )
    dropHeld(null)
    const statusOf = async () => (await listHeld()).find(({ slug }) => slug === 'v4')?.pageStatus
    expect(await statusOf()).not.toBeNull()
    now = new Date(now.getTime() + 8 * MINUTE_MS)
    expect(await statusOf()).toBeNull()
    await expectCurrent()
  })

  it('are ten minutes old at most, for what nobody is told of', async () => {
    await listHeld()
    await pool().query("update vendors set category = 'By hand' where id = 9")
    now = new Date(now.getTime() + 11 * MINUTE_MS)
    await expectCurrent()
    expect((await listHeld()).map(({ category }) => category)).toContain('By hand')
  })

  it('are read anew after a read that failed', async () => {
    await listHeld()
    await HAPPENINGS['it gets another category'](12)
    await pool().query('alter table vendor_figures rename to away')
    await expect(listHeld()).rejects.toThrow('vendor_figures')
    await pool().query('alter table away rename to vendor_figures')
    await expectCurrent()
  })
})
