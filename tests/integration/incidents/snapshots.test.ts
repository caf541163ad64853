import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { isFull } from '#tests/support/full.ts'
import { clearDatabase, ingest, keepDocumentsAlone, liveState, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { hasShared, sharedPath } from '#tests/support/shared.ts'

ownDatabase({ checked: true })

const SOURCE = { platform: 'statuspage', url: 'https://www.githubstatus.com' } as const

const SNAPSHOTS = [
  { file: 'github-history-seq-2026-08-19T0444.atom', readAt: '2026-08-19T04:44Z' },
  { file: 'github-history-seq-2026-08-20T0444.atom', readAt: '2026-08-20T04:44Z' },
  { file: 'github-history-seq-2026-08-21T0447.atom', readAt: '2026-08-21T04:47Z' },
]
/** The API's list of the same page, read in between. */
const LIST = { file: 'github-incidents.json', readAt: '2026-08-20T12:00Z' }

async function take({ file, readAt }: (typeof SNAPSHOTS)[number]) {
  const from = `${SOURCE.url}/${file.endsWith('.atom') ? 'history.atom' : 'api/v2/incidents.json'}`
  const run = await ingest(readFileSync(sharedPath('fixtures', 'statuspage', file)), { ...SOURCE, from, readAt })
  expect(run.error).toBeNull()
}

function* ordersOf<T>(items: T[]): Generator<T[]> {
  if (items.length === 0) yield []
  for (const [index, item] of items.entries())
    for (const rest of ordersOf(items.toSpliced(index, 1))) yield [item, ...rest]
}

/** Every order, or of many a third, in which each document is the first twice and each stands before each other. */
function selectOrders<T>(items: T[]): T[][] {
  const all = [...ordersOf(items)]
  return isFull || all.length <= 6 ? all : all.filter((_, index) => index % 3 === 0)
}

/** Which permalinks redirect depends on what was public first. */
async function state() {
  const { aliases: _, ...rest } = await liveState()
  return rest
}

describe.skipIf(!hasShared)('three daily snapshots of one feed', () => {
  it.each([
    ['alone', SNAPSHOTS],
    ['with a list of the API in between', [...SNAPSHOTS.slice(0, 2), LIST, ...SNAPSHOTS.slice(2)]],
  ])(
    '%s come to the same in whatever order, and when rebuilt from their documents',
    async (_, snapshots) => {
      let expected: Awaited<ReturnType<typeof state>> | undefined
      for (const order of selectOrders(snapshots)) {
        await clearDatabase()
        for (const snapshot of order) await take(snapshot)
        expected ??= await state()
        expect(await state()).toEqual(expected)
      }
      expect(expected?.incidents?.length).toBeGreaterThanOrEqual(25)
      await keepDocumentsAlone()
      expect((await pool().query('select from incidents')).rowCount).toBe(0)
      await runMode('replay', SOURCE)
      expect(await state()).toEqual(expected)
    },
    120_000,
  )
})
