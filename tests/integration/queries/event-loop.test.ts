import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { compareVendors } from '#lib/queries/compare.ts'
import { getStack } from '#lib/queries/stack.ts'
import { getVendorHistory } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'
import { fillDatabase } from '#tools/bench/scale/fill.ts'

const END = new Date('2026-06-01T00:00Z')
const FILTER = parseHistoryFilter({ window: 'all' }, END)

/** In which task of the event loop each function was called, and with how many incidents. */
const { calls, noting } = vi.hoisted(() => {
  const calls: { name: string; task: number; size: number }[] = []
  let task = 0
  const count = () => {
    task += 1
    setImmediate(count).unref()
  }
  count()
  const sizeOf = (input: unknown) =>
    (Array.isArray(input) ? input : ((input as { incidents?: unknown[] } | null)?.incidents ?? [])).length
  const noting = async <Module extends object>(
    original: () => Promise<Module>,
    ...names: (keyof Module & string)[]
  ) => {
    const module = await original()
    const noted = names.map((name) => {
      const call = module[name] as (...args: unknown[]) => unknown
      const note = (...args: unknown[]) => {
        calls.push({ name, task, size: sizeOf(args[0]) })
        return call(...args)
      }
      return [name, note]
    })
    return { ...module, ...Object.fromEntries(noted) }
  }
  return { calls, noting }
})

vi.mock(import('#lib/domain/common-time.ts'), async (original) => await noting(original, 'figuresWithin'))
vi.mock(import('#lib/domain/days.ts'), async (original) => await noting(original, 'listDays'))
vi.mock(import('#lib/domain/history.ts'), async (original) => await noting(original, 'computeHistory', 'computeHeld'))
vi.mock(import('#lib/domain/severity.ts'), async (original) => await noting(original, 'computeSeverity'))
vi.mock(
  import('#lib/domain/statistics/chance.ts'),
  async (original) => await noting(original, 'chanceOf', 'monthsWithin', 'trendAt'),
)
vi.mock(import('#lib/queries/reach.ts'), async (original) => await noting(original, 'knownUntil'))

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await fillDatabase({ vendors: 2, incidents: 4_600, largest: 4_500, end: END }, () => {})
})
afterAll(() => drop())
beforeEach(() => {
  calls.length = 0
})

const OF_A_VENDOR = ['chanceOf', 'computeHeld', 'computeHistory', 'computeSeverity', 'trendAt']

it.each([
  ['its history', [...OF_A_VENDOR, 'listDays'], async () => await getVendorHistory('v1', FILTER, END)],
  [
    'a comparison',
    [...OF_A_VENDOR, 'figuresWithin', 'monthsWithin'],
    async () => await compareVendors(['v1', 'v2'], FILTER, END),
  ],
  [
    'a stack',
    [...OF_A_VENDOR, 'monthsWithin', 'chanceOf', 'computeHistory', 'computeSeverity'],
    async () => await getStack(['v1', 'v2'], FILTER, END),
  ],
])('the figures of a very large vendor are computed in a task each: %s', async (_what, names, read) => {
  await read()
  const figures = calls.filter(({ size }) => size > 2_000)
  expect(figures.map(({ name }) => name).sort()).toEqual(names.toSorted())
  expect(new Set(figures.map(({ task }) => task)).size).toBe(figures.length)
})

it('the rows from which is told how it reports are read some at a time', async () => {
  await getVendorHistory('v1', FILTER, END)
  // Called for each of them.
  const reads = Map.groupBy(
    calls.filter(({ name }) => name === 'knownUntil'),
    ({ task }) => task,
  )
  const sizes = [...reads.values()].map((read) => read.length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(3_000)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000)
})
