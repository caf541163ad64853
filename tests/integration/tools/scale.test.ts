import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDatabase } from '#lib/database/client.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'
import { fillDatabase } from '#tools/bench/scale/fill.ts'
import { smoke } from '#tools/bench/scale/smoke.ts'
import type { World } from '#tools/bench/scale/world.ts'

const world: World = {
  vendors: 100,
  incidents: 2_000,
  largest: null,
  end: new Date(new Date().toISOString().slice(0, 10)),
}

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await fillDatabase(world, () => {})
  // Its connections tell the server what they read when they end.
  await closeDatabase()
})
afterAll(() => drop())

it('every kind of public address is answered, and none reads a growing table from beginning to end', async () => {
  expect(await smoke(process.env.DATABASE_URL ?? '', world)).toEqual([])
})
