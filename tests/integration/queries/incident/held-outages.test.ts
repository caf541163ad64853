import { afterEach, beforeEach, expect, it } from 'vitest'
import { pool, readAtOneMoment } from '#lib/database/client.ts'
import { dropHeld, setInformed } from '#lib/database/held.ts'
import { createPastLoader } from '#lib/queries/incident/past-outages.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { recordStatements } from '#tests/support/plans.ts'

const BEGAN = at('2026-03-01T10:00Z')
const OPEN = anIncident('open', {
  statedStartedAt: BEGAN,
  statedEndedAt: null,
  status: 'investigating',
  updates: [anUpdate('first', { status: 'investigating', postedAt: BEGAN })],
})

ownDatabase({ emptied: true })

// As in a site: what is stored here tells this process nothing, the tests do.
beforeEach(async () => {
  setInformed(true)
  await ingest(aDocument([anIncident('a'), OPEN]), { vendor: 'acme', readAt: '2026-04-01T00:00Z' })
  await ingest(aDocument([anIncident('b')]), {
    vendor: 'bolt',
    url: 'https://status.bolt.example',
    readAt: '2026-04-01T00:00Z',
  })
  await pool().query("update vendors set category = 'Cloud'")
  dropHeld(null)
})
afterEach(() => setInformed(false))

/** Each outage's impact, and when it was last seen. */
async function readOwn(slugs = ['acme']) {
  const { outages } = (await createPastLoader().own(slugs)).get('acme') ?? {}
  return [...(outages?.values() ?? [])].map(({ impact, seenAt }) => [impact, new Date(seenAt).toISOString()])
}
const readOthers = async () => (await createPastLoader().ofCategory('Cloud', 'bolt')).map(({ impact }) => impact)
const change = (impact: string) => pool().query('update incidents set impact = $1', [impact])

const impactsOf = async () => (await readOwn()).map(([impact]) => impact)

it('outages are read once until their vendor changes, those of a category until any does', async () => {
  await change('minor')
  expect([await impactsOf(), await readOthers()]).toEqual([
    ['minor', 'minor'],
    ['minor', 'minor'],
  ])
  await change('major')
  expect([await impactsOf(), await readOthers()]).toEqual([
    ['minor', 'minor'],
    ['minor', 'minor'],
  ])
  dropHeld('bolt')
  expect([await impactsOf(), await readOthers()]).toEqual([
    ['minor', 'minor'],
    ['major', 'major'],
  ])
  dropHeld('acme')
  expect(await impactsOf()).toEqual(['major', 'major'])
})

it('of vendors, only those are read that are not held, and what is said of both is the same', async () => {
  const before = await readOwn(['acme', 'bolt'])
  dropHeld('bolt')
  const sent = await recordStatements(async () => expect(await readOwn(['acme', 'bolt'])).toEqual(before))
  expect(sent.map(({ values }) => values.filter(Array.isArray))).toEqual([[['bolt'], ['acme', 'bolt']]])
})

it('an open one is seen open when its source was last read, which is asked each time', async () => {
  expect(await readOwn()).toContainEqual([expect.anything(), '2026-04-01T00:00:00.000Z'])
  await pool().query("update sources set last_good_read_at = '2026-05-01T00:00Z'")
  expect((await readOwn()).map(([, seenAt]) => seenAt)).toContain('2026-05-01T00:00:00.000Z')
  await pool().query('update sources set last_good_read_at = null')
  expect((await readOwn()).map(([, seenAt]) => seenAt)).toContain(BEGAN.toISOString())
})

it('what a change overtakes is not held', async () => {
  await change('minor')
  const overtaken = [readOwn(), readOthers()]
  dropHeld('acme')
  await Promise.all(overtaken)
  await change('major')
  expect([await impactsOf(), await readOthers()]).toEqual([
    ['major', 'major'],
    ['major', 'major'],
  ])
})

it('a snapshot neither uses nor leaves what is held, nor does a process that hears of no changes', async () => {
  await change('minor')
  await impactsOf()
  await change('major')
  expect(await readAtOneMoment(impactsOf, 5_000)).toEqual(['major', 'major'])
  expect(await readAtOneMoment(readOthers, 5_000)).toEqual(['major', 'major'])
  expect(await impactsOf()).toEqual(['minor', 'minor'])
  dropHeld(null)
  await readAtOneMoment(impactsOf, 5_000)
  await change('critical')
  expect(await impactsOf()).toEqual(['critical', 'critical'])
  setInformed(false)
  await change('minor')
  expect(await impactsOf()).toEqual(['minor', 'minor'])
  await change('major')
  expect(await impactsOf()).toEqual(['major', 'major'])
})
