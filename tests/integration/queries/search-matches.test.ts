import { afterAll, beforeAll, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { indexDueWords } from '#lib/incidents/search-index.ts'
import { literalRequest } from '#lib/queries/search/search-request.ts'
import { listSearchMatches, searchIncidents } from '#lib/queries/search.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

const NOW = at('2026-06-01T00:00Z')
const asked = (q: string) => ({ q, request: literalRequest(q) })

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await ingest(
    aDocument([
      anIncident('b', {
        title: 'Builds',
        updates: [
          anUpdate('u3', { body: 'INC-123: **API/Dashboard**, Node.js builds, SSL/TLS and CI/CD recovered.' }),
          anUpdate('u4', {
            body: 'Hosts eu-west.api.acme.example gave 502/504; https://acme.example/v1/keys?x=1 is slow (10:05–11:20).',
          }),
        ],
      }),
      anIncident('a', {
        title: 'Slow <b>exports</b>',
        updates: [anUpdate('u1', { body: 'Nothing yet.' }), anUpdate('u2', { body: 'Exporting large tables failed.' })],
      }),
    ]),
    { vendor: 'github', readAt: NOW },
  )
})
afterAll(() => drop())

it('a search shows where its words stand, in any of their forms, and markup as text', async () => {
  const { incidents } = await searchIncidents(asked('export'), null, NOW)
  const [match] = (
    await listSearchMatches(
      'export',
      incidents.map(({ id }) => id),
    )
  ).values()
  expect(match).toEqual({
    title: [
      { text: 'Slow <b>', isMatch: false },
      { text: 'exports', isMatch: true },
      { text: '</b>', isMatch: false },
    ],
    excerpt: [
      { text: 'Exporting', isMatch: true },
      { text: ' large tables failed.', isMatch: false },
    ],
  })
})

it.each([
  ...['API', 'dashboard', 'API/Dashboard', 'api dashboard', 'node', 'Node.js', 'js', 'SSL', 'SSL/TLS', 'ci/cd', 'CI'],
  ...[
    '502',
    '502/504',
    'INC-123',
    '123',
    'acme.example',
    'eu-west',
    'eu-west.api.acme.example',
    'west',
    'keys',
    'v1/keys',
  ],
  ...[
    'https://acme.example/v1/keys?x=1',
    '"node.js builds"',
    'node.js -ssh/tls',
    '10:05',
    '11:20',
    'dashboard, builds.',
  ],
])('an incident is found by %s', async (q) => {
  expect((await searchIncidents(asked(q), null, NOW)).incidents.map(({ title }) => title)).toEqual(['Builds'])
})

it.each(['Node.net', 'dashboard/api', '504/502', '-node.js builds', '-"ssl tls" builds', 'api-builds', 'INC-12'])(
  'no incident is found by %s',
  async (q) => {
    expect((await searchIncidents(asked(q), null, NOW)).incidents).toEqual([])
  },
)

it('a compound word is marked whole, and its text stays as it was written', async () => {
  const { incidents } = await searchIncidents(asked('node.js tls'), null, NOW)
  const found = await listSearchMatches(
    'node.js tls',
    incidents.map(({ id }) => id),
  )
  const [match] = found.values()
  expect(match?.excerpt?.map(({ text }) => text).join('')).toContain('API/Dashboard**, Node.js builds, SSL/TLS and')
  expect(match?.excerpt?.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(['Node.js', 'TLS'])
})

it('an index of before is brought up to date in batches while it is searched', async () => {
  await pool().query(
    "update incident_words set words = to_tsvector('english', 'Node.js builds'); insert into words_due select incident_id from incident_words",
  )
  const titles = async (q: string) => (await searchIncidents(asked(q), null, NOW)).incidents.map(({ title }) => title)
  expect([await titles('node.js'), (await titles('builds')).length]).toEqual([[], 2])
  expect(await indexDueWords()).toBe(2)
  expect([await titles('node.js'), await titles('builds')]).toEqual([['Builds'], ['Builds']])
})

it('a vendor is found by its name misspelt', async () => {
  expect((await searchIncidents(asked('githbu'), null, NOW)).vendors).toEqual([{ slug: 'github', name: 'github' }])
})
