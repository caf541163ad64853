import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '#tests/support/ingest.ts'
import { type RunningSite, startSite, warmUp } from '#tests/support/site.ts'
import { KINDS, type Sample } from '#tools/bench/scale/addresses.ts'
import { fillDatabase } from '#tools/bench/scale/fill.ts'
import { measure } from '#tools/bench/scale/measure.ts'
import { recount } from '#tools/bench/scale/recount.ts'
import { readSample } from '#tools/bench/scale/sample.ts'
import type { World } from '#tools/bench/scale/world.ts'

// `npm run bench -- scale` asks the same of ten years of everything; here only the answers count, not their times.
const end = new Date(new Date().toISOString().slice(0, 10))
const WORLD: World = { vendors: 100, incidents: 3_000, largest: null, end }

let drop: () => Promise<void>
let site: RunningSite
let sample: Sample
beforeAll(async () => {
  drop = await useTestDatabase()
  await fillDatabase(WORLD, () => {})
  sample = await readSample(process.env.DATABASE_URL ?? '', WORLD)
  site = await startSite({ env: { DATABASE_URL: process.env.DATABASE_URL, TRUST_PROXY: 'on' } })
  await warmUp(site.url, ['/'])
}, 600_000)
afterAll(async () => {
  await site.stop()
  await drop()
})

it.each(KINDS)('$what answers', async (kind) => {
  const [times] = await measure(kind, [{ url: site.url, sample }], 1)
  expect(times?.failures).toEqual(new Map())
  expect(times?.bytes).toBeGreaterThan(20)
})

it('the figures of the API are those that SQL counts', async () => {
  expect(await recount(site.url, process.env.DATABASE_URL ?? '', WORLD, 25)).toEqual([])
})
