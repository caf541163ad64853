import { afterAll, beforeAll, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { compareVendors } from '#lib/queries/compare.ts'
import { formatCursor } from '#lib/queries/cursor.ts'
import { getIncident } from '#lib/queries/incidents.ts'
import { getStack } from '#lib/queries/stack.ts'
import { getVendorHistory } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'
import { recordStatements } from '#tests/support/plans.ts'

const NOW = at('2026-06-01T00:00Z')
/** The one window that has to be asked for. */
const ALL = parseHistoryFilter({ window: 'all' }, NOW)

const CURSOR_BEFORE_ALL = formatCursor({ sortAt: at('2000-01-01T00:00Z'), rowId: 1n })
/** The vendor, its window, sources, spans, open and planned incidents, facts, components, how it reports, and a page of its incidents; one more for an empty page. */
const MAX_STATEMENTS = 11
/** What is open, how far its source was read, the ends of its duplicates, for the spans and for what is shown, and what is expected of it. */
const MAX_FOR_OPEN = 6

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  for (const vendor of ['acme', 'bolt']) await ingest(aDocument([anIncident('a1')]), { vendor, readAt: NOW })
  const open = anIncident('o1', { status: 'investigating', statedEndedAt: null, updates: [] })
  await ingest(aDocument([anIncident('a1'), open]), { vendor: 'cord', readAt: NOW })
})
afterAll(() => drop())

/** How many statements, of those that `read` sends, look a vendor up by its slug, resolve the window, load spans, and how far sources were read. */
async function count(read: () => Promise<unknown>) {
  const sent = await recordStatements(async () => expect(await read()).not.toBeNull())
  const having = (pattern: RegExp) => sent.filter(({ text }) => pattern.test(text)).length
  return {
    vendors: having(/vendors v WHERE v\.slug =|AS asked,/),
    windows: having(/SELECT least\(/),
    spans: having(/array_agg\(i\.public_id\)/),
    reaches: having(/AS "isPolled"/),
    all: sent.length,
  }
}

it.each([
  ['a page of a vendor', {}],
  ['a narrower page', { impact: 'major', q: 'api', component: 'API' } as const],
  ['the last page of a list', { cursor: CURSOR_BEFORE_ALL }],
])('%s finds the vendor, its window and its spans once, in few statements', async (_what, narrower) => {
  const counted = await count(() => getVendorHistory('acme', { ...ALL, ...narrower }, NOW))
  expect(counted).toMatchObject({ vendors: 1, windows: 1, spans: 1 })
  expect(counted.all).toBeLessThanOrEqual(MAX_STATEMENTS)
})

it('a page of a vendor with an open incident finds them once too, in few statements more', async () => {
  const counted = await count(() => getVendorHistory('cord', ALL, NOW))
  expect(counted).toMatchObject({ vendors: 1, windows: 1, spans: 1, reaches: 1 })
  expect(counted.all).toBeLessThanOrEqual(MAX_STATEMENTS - 1 + MAX_FOR_OPEN)
})

it('a comparison and a stack load the spans once, however many vendors they have', async () => {
  const [one, both] = [['acme'], ['acme', 'bolt']]
  const compared = await count(() => compareVendors(one, ALL, NOW))
  expect(compared).toMatchObject({ windows: 1, spans: 1 })
  expect(await count(() => compareVendors(both, ALL, NOW))).toEqual(compared)
  const stacked = await count(() => getStack(one, ALL, NOW))
  expect(stacked).toMatchObject({ windows: 1, spans: 1 })
  expect(await count(() => getStack(both, ALL, NOW))).toEqual(stacked)
})

it('an incident with an edit, a link, and outages of others at its time takes eleven statements', async () => {
  await ingest(aDocument([anIncident('d1', { updates: [anUpdate('u1')] }), anIncident('d2')]), {
    vendor: 'dial',
    readAt: NOW,
  })
  const { rows } = await pool().query(
    `select i.id, i.public_id as "publicId", u.id as "updateId" from incidents i left join incident_updates u on u.incident_id = i.id
     where i.external_id in ('d1', 'd2') order by i.external_id`,
  )
  const [edited, target] = rows
  await pool().query(
    `insert into revisions (incident_id, update_id, field, value, observed_at, seen_at, source_sha256)
     values ($1, $2, 'body', '"before"', now(), now(), 'x')`,
    [edited.id, edited.updateId],
  )
  await pool().query('insert into mentions (incident_id, update_id, url, target_incident_id) values ($1, $2, $3, $4)', [
    ...[edited.id, edited.updateId, 'https://status.dial.example/2', target.id],
  ])
  const sent = await recordStatements(async () =>
    expect(await getIncident(edited.publicId, NOW)).toMatchObject({
      revisions: [{ updateId: 'u1', value: 'before' }],
      mentions: [{ updateId: 'u1', incident: { id: target.publicId, vendor: 'dial' } }],
    }),
  )
  expect(sent).toHaveLength(11)
})
