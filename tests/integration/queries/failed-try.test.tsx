import { renderToStaticMarkup } from 'react-dom/server'
import { beforeEach, expect, it } from 'vitest'
import { VendorState } from '#components/history/vendor-state.tsx'
import { pool } from '#lib/database/client.ts'
import { formatEmbed } from '#lib/formats/embed.ts'
import { formatMetrics } from '#lib/formats/monitoring.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { getVendor, listVendorSummaries } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { clearDatabase, ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const READ_AT = at('2026-03-02T05:30Z')
const TRIED_AT = at('2026-03-02T05:54Z')
const NOW = at('2026-03-02T05:55Z')

ownDatabase()
beforeEach(async () => {
  await clearDatabase()
  await ingest(aDocument([anIncident('a')]), { readAt: READ_AT, url: 'https://status.acme.example/' })
  await pool().query('update sources set poll_interval_seconds = 3600')
})

/** As a poll leaves its source. */
const poll = (failures: number) =>
  pool().query('update sources set failures = $1, last_checked_at = $2', [failures, TRIED_AT])

async function vendor(now = NOW, asOf?: string): Promise<VendorView> {
  const found = await getVendor('acme', parseHistoryFilter(asOf === undefined ? {} : { asOf }, now), now)
  if (found === null) throw new Error('acme is gone.')
  return found
}

function words(view: VendorView): string {
  const html = renderToStaticMarkup(<VendorState vendor={view} asOf={null} />)
  return html.replace(/<[^>]*>/g, '')
}

const embedOf = (view: VendorView) =>
  formatEmbed({ vendor: view, sentence: { parts: [], text: '' }, caveats: [], pageUrl: 'https://x.example/' })

it('after a failed poll everything says when the source was read last, and that the newest try failed', async () => {
  await poll(1)
  const seen = await vendor()
  expect(seen).toMatchObject({ state: 'up', checkedAt: READ_AT, lastTryFailedAt: TRIED_AT })
  expect(seen.sources[0]?.lastTryFailedAt).toEqual(TRIED_AT)
  expect(await listVendorSummaries({ asOf: NOW })).toMatchObject([{ checkedAt: READ_AT, lastTryFailedAt: TRIED_AT }])
  expect(words(seen)).toContain('last read Mar 2, 2026, 05:30 UTC')
  expect(words(seen)).toContain('; the last attempt at 05:54 UTC failed')
  expect(embedOf(seen)).toContain('Last read Mar 2, 2026, 05:30 UTC; the last attempt at Mar 2, 2026, 05:54 UTC failed')
  const seconds = TRIED_AT.getTime() / 1000
  expect(formatMetrics(seen, { window: '24m', kind: 'incident' })).toContain(
    `outage_history_last_try_failed_timestamp_seconds{vendor="acme"} ${seconds}\n`,
  )
})

it('after a good poll it is "checked"', async () => {
  await poll(0)
  const seen = await vendor()
  expect(seen.lastTryFailedAt).toBeNull()
  expect(words(seen)).toContain('checked Mar 2, 2026, 05:30 UTC')
  expect(`${words(seen)}${embedOf(seen)}`).not.toContain('failed')
  expect(formatMetrics(seen, { window: '24m', kind: 'incident' })).not.toContain('last_try_failed_timestamp_seconds{')
})

it('a state that is no longer known says so too', async () => {
  await poll(9)
  const seen = await vendor(at('2026-03-03T05:55Z'))
  expect(seen.state).toBe('unknown')
  expect(words(seen)).toContain('the last attempt at 05:54 UTC failed')
  expect(embedOf(seen)).toContain('The last attempt at Mar 2, 2026, 05:54 UTC failed')
})

it('a view of a moment before the try knows nothing of it', async () => {
  await poll(1)
  expect((await vendor(NOW, '2026-03-02T05:40:00Z')).lastTryFailedAt).toBeNull()
})
