import { afterAll, beforeAll, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { listIncidentsAt, readCoverageAt } from '#lib/queries/at.ts'
import { getCascade } from '#lib/queries/cascade/cascade.ts'
import { compareVendors } from '#lib/queries/compare.ts'
import { countEveryRow, readEveryIncident } from '#lib/queries/incident/every-incident.ts'
import { getIncident } from '#lib/queries/incidents.ts'
import { findScope } from '#lib/queries/scope.ts'
import { understandSearch } from '#lib/queries/search/search-request.ts'
import { searchIncidents } from '#lib/queries/search.ts'
import { countSitemapParts, listIncidentPages, listVendorPages } from '#lib/queries/sitemap.ts'
import { getStack } from '#lib/queries/stack.ts'
import { listVendorBriefs } from '#lib/queries/vendor/list-briefs.ts'
import { getVendorHistory, listVendorSummaries } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'
import { listIndexes, listScannedTables, recordStatements } from '#tests/support/plans.ts'
import { fillDatabase } from '#tools/bench/scale/fill.ts'
import { GROWING } from '#tools/bench/scale/scans.ts'
import { commonWord } from '#tools/bench/scale/texts.ts'

const END = new Date('2026-06-01T00:00Z')
const NO_CHOICES = { vendor: null, window: null, impact: null }

let drop: () => Promise<void>
let publicId = ''
beforeAll(async () => {
  drop = await useTestDatabase()
  await fillDatabase({ vendors: 20, incidents: 1_500, largest: null, end: END }, () => {})
  const { rows } = await pool().query<{ id: string }>(
    "select public_id as id from incidents where basis = 'reported' order by id limit 1",
  )
  publicId = rows[0]?.id ?? ''
})
afterAll(() => drop())

const filter = (query: string) => parseHistoryFilter(new URLSearchParams(query), END)
const search = async (q: string) =>
  await searchIncidents({ q, request: await understandSearch(q, NO_CHOICES, END) }, null, END)

it.each<[string, () => Promise<unknown>]>([
  ['the list of vendors', () => listVendorSummaries({ asOf: END, most: 10 })],
  ['the states of all vendors', () => listVendorBriefs(END)],
  ['vendors of a page', () => listVendorSummaries({ asOf: END, slugs: ['v3', 'v4', 'v5'] })],
  ['a history', () => getVendorHistory('v3', filter(''), END)],
  ['a history of all time', () => getVendorHistory('v3', filter('window=all&impact=major&component=Component+1'), END)],
  ['a history under words', () => getVendorHistory('v3', filter(`window=all&q=${commonWord(40)}`), END)],
  ['a permalink', () => getIncident(publicId, END)],
  ['a moment', () => listIncidentsAt(new Date('2024-05-05T05:05Z'), END)],
  ['the coverage of a moment', () => readCoverageAt(new Date('2024-05-05T05:05Z'), END)],
  ['the hours around a moment', () => getCascade(new Date('2024-05-05T05:05Z'), END, publicId)],
  ['a search for a word', () => search(commonWord(50))],
  ['a search for a part of a word', () => search('abas')],
  ['a search for one letter', () => search('a')],
  ['a search for a vendor and a month', () => search(`v3 May 2024 ${commonWord(50)}`)],
  ['a comparison', () => compareVendors(['v2', 'v3'], filter(''), END)],
  ['a stack', () => getStack(['v2', 'v3'], filter('window=all'), END)],
  [
    'a download',
    async () => {
      const scope = await findScope('v3', filter('window=all'), END)
      await countEveryRow(scope)
      await readEveryIncident(scope, async (batches) => {
        for await (const batch of batches) expect(batch.length).toBeGreaterThan(0)
      })
    },
  ],
  ['the sitemap', () => Promise.all([countSitemapParts(), listVendorPages(), listIncidentPages(0)])],
])('%s reads no growing table from beginning to end', async (_, read) => {
  const statements = await recordStatements(read)
  expect(statements.length).toBeGreaterThan(0)
  const scans = await listScannedTables(process.env.DATABASE_URL ?? '', statements)
  expect(scans.filter(({ table }) => GROWING.includes(table))).toEqual([])
})

it('finds what was open early in the history by its spans, not by looking at all that was before', async () => {
  const { rows } = await pool().query<{ id: string; at: Date }>(
    "select public_id as id, started_at as at from incidents where basis = 'reported' order by sort_at offset 5 limit 1",
  )
  const [{ id, at } = { id: '', at: END }] = rows
  const statements = await recordStatements(async () => {
    await getIncident(id, END)
    await getCascade(at, END, id)
  })
  const used = await listIndexes(process.env.DATABASE_URL ?? '', statements, '&& tstzrange')
  expect(used).toHaveLength(2)
  for (const indexes of used) expect(indexes).toContain('incidents_spans')
})
