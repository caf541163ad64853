import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, it } from 'vitest'
import { TrackRecordPage } from '#components/method/track-record-page.tsx'
import { pool } from '#lib/database/client.ts'
import { addRecords, type Kept } from '#lib/domain/statistics/track-record.ts'
import { readTrackRecord } from '#lib/queries/vendor/track-record.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const VENDORS = 310

ownDatabase()
beforeAll(async () => {
  await pool().query(
    "insert into vendors (id, key, slug, name) select n, 'v' || n, 'v' || n, 'Vendor ' || n from generate_series(1, $1::int) n",
    [VENDORS],
  )
  const recordOf = (kept: Kept) => ({
    promised: { ...addRecords([]), ...kept },
    widened: { ...addRecords([]), ...kept },
  })
  // Of the first no record is computed yet, the second had no outage whose forecast could be checked.
  for (let n = 2; n <= VENDORS; n += 1)
    await pool().query('insert into vendor_forecasts (vendor_id, record, due_at) values ($1, $2, now())', [
      n,
      recordOf({ cases: n - 2, kept: n === 10 ? 0 : n - 2 }),
    ])
})

it('a record of forecasts counts all vendors, and those that are pending', async () => {
  const record = await readTrackRecord()
  expect(record).toMatchObject({ vendorCount: VENDORS, pendingCount: 1 })
  expect(record.vendors.map(({ vendor }) => vendor).slice(0, 2)).toEqual(['v310', 'v309'])
  expect(record.vendors).toHaveLength(VENDORS - 2)
  const cases = (308 * 309) / 2
  expect(record.all).toMatchObject({ cases, kept: cases - 8 })
})

it('its page has the 300 with the most cases, says so, and sums up all', async () => {
  const html = renderToStaticMarkup(TrackRecordPage({ record: await readTrackRecord() }))
  expect(html.match(/<a href="\/vendors\//g)).toHaveLength(300)
  expect(html.replace(/<[^>]+>/g, '')).toContain(
    'The table has the 300 vendors with the most cases, of 308 with any. The API lists them all.',
  )
  expect(html).toContain('47,586')
})
