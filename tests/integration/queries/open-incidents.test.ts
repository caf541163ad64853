import { expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { formatBadge } from '#lib/formats/badge.ts'
import { formatMetrics } from '#lib/formats/monitoring.ts'
import { compareVendors } from '#lib/queries/compare.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { getStack } from '#lib/queries/stack.ts'
import { listOpenCounts } from '#lib/queries/vendor/open-counts.ts'
import { getVendor, listVendorSummaries } from '#lib/queries/vendors.ts'
import { stateSentence } from '#lib/text/headline.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const NOW = at('2026-03-02T00:00Z')
const FILTER = parseHistoryFilter({}, NOW)

ownDatabase({ emptied: true })

/** Open since a minute of 1 March. */
const open = (id: string, minute: number, over: Partial<ParsedIncident> = {}) =>
  anIncident(id, {
    status: 'investigating',
    statedStartedAt: new Date(at('2026-03-01T10:00Z').getTime() + minute * 60_000),
    statedEndedAt: null,
    updates: [],
    ...over,
  })
const many = (count: number, over: Partial<ParsedIncident>) =>
  Array.from({ length: count }, (_, index) => open(`m${index}`, index + 1, over))

async function vendor(): Promise<VendorView> {
  const found = await getVendor('acme', FILTER, NOW)
  if (found === null) throw new Error('acme is gone.')
  return found
}

it('an outage that sixty later maintenances follow makes its vendor down everywhere', async () => {
  const maintenance = { kind: 'maintenance', status: 'in_progress', impact: 'none' } as const
  await ingest(aDocument([open('all', 0, { impact: 'critical' }), ...many(60, maintenance)]), { readAt: NOW })
  const seen = await vendor()
  expect(seen.state).toBe('down')
  expect(seen.openIncidents).toHaveLength(51)
  expect(seen.openIncidents[0]).toMatchObject({ externalId: 'all', kind: 'incident' })
  expect(seen.openIncidents[1]).toMatchObject({ externalId: 'm59' })
  expect(seen.openCounts).toEqual({ incident: 1, maintenance: 60, notice: 0 })
  expect(formatBadge(seen)).toContain('acme: down')
  expect(formatMetrics(seen, FILTER)).toContain('outage_history_open_incidents{vendor="acme",kind="maintenance"} 60\n')
  expect(await listOpenCounts(NOW)).toEqual([
    { vendor: 'acme', kind: 'incident', impact: 'critical', count: 1 },
    { vendor: 'acme', kind: 'maintenance', impact: 'none', count: 60 },
  ])
  const [summary] = await listVendorSummaries({ asOf: NOW })
  expect(summary).toMatchObject({ state: 'down', openIncidentTitle: 'Incident all' })
  const compared = await compareVendors(['acme'], FILTER, NOW)
  const { stack: stacked } = await getStack(['acme'], FILTER, NOW)
  expect([compared.vendors[0]?.state, stacked.vendors[0]?.state]).toEqual(['down', 'down'])
})

it('the worst of many open outages is shown, and all of them are counted', async () => {
  await ingest(aDocument([open('worst', 0, { impact: 'major' }), ...many(60, { impact: 'minor' })]), { readAt: NOW })
  const seen = await vendor()
  expect(seen.openIncidents.map(({ externalId }) => externalId).slice(0, 2)).toEqual(['worst', 'm59'])
  expect(seen.openIncidents).toHaveLength(50)
  const { name, state, openIncidents, openCounts } = seen
  const sentence = stateSentence({
    name,
    state,
    open: openIncidents,
    outageCount: openCounts.incident,
    lastGoodReadAt: NOW,
  })
  expect(sentence.text).toBe('acme is down right now: Incident worst, and 60 more')
})
