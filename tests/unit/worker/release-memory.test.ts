import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, expect, it } from 'vitest'
import { WORKER_FLAGS } from '#bin/supervise.ts'
import { createMemoryRelease } from '#lib/worker/release-memory.ts'

const MB = 1024 * 1024
let heap: number
let collections: number
let look: (isIdle: boolean) => void

beforeEach(() => {
  heap = 60 * MB
  collections = 0
  look = createMemoryRelease(
    () => heap,
    () => {
      collections += 1
      heap = 100 * MB
    },
  )
})

it('an ordinary heap is left alone', () => {
  for (let time = 0; time < 10; time += 1) look(true)
  expect(collections).toBe(0)
})

it('a heap that has grown is compacted once, at the second idle call in a row', () => {
  heap = 160 * MB
  for (const isIdle of [false, true, false, true]) look(isIdle)
  expect(collections).toBe(0)
  for (let time = 0; time < 10; time += 1) look(true)
  expect(collections).toBe(1)
})

it('a compacted heap is compacted again when it has grown by a quarter', () => {
  heap = 160 * MB
  for (let time = 0; time < 2; time += 1) look(true)
  heap = 120 * MB
  for (let time = 0; time < 3; time += 1) look(true)
  expect(collections).toBe(1)
  heap = 126 * MB
  look(true)
  expect(collections).toBe(2)
})

it('with the flags of a worker, the heap of a real process shrinks', async () => {
  const script = `
    import { getHeapStatistics } from 'node:v8'
    import { createMemoryRelease } from '${join(import.meta.dirname, '..', '..', '..', 'lib', 'worker', 'release-memory.ts')}'
    const heapMegabytes = () => getHeapStatistics().total_heap_size / ${MB}
    // Every hundredth object is kept, so that most pages of the heap hold a little.
    const kept = Array.from({ length: 2_000_000 }, (_, id) => ({ id, text: 'x' + id })).filter(({ id }) => id % 100 === 0)
    const before = heapMegabytes()
    const release = createMemoryRelease()
    release(true)
    release(true)
    console.log(JSON.stringify({ before, after: heapMegabytes(), kept: kept.length }))`
  const { stdout } = await promisify(execFile)(process.execPath, [...WORKER_FLAGS, '--input-type=module', '-e', script])
  const { before, after } = JSON.parse(stdout)
  expect(before).toBeGreaterThan(120)
  expect(after).toBeLessThan(before / 2)
})
