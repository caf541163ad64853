import { expect, it } from 'vitest'
import { liveYear } from '#tools/bench/year/live.ts'
import { HISTORY } from '#tools/bench/year/look.ts'
import { WORLDS } from '#tools/bench/year.ts'

const { sources, groups } = WORLDS.small
const MONTHS = 5
/** Of the worker's pool and of this process's, of the queue, and those that listen. */
const MAX_CONNECTIONS = 12 + 12 + 6 + 2

it('a year of polls leaves its history, and nothing else that grows', async () => {
  const looks = await liveYear(WORLDS.small, false, () => {})
  expect(looks.map(({ month }) => month)).toEqual([1, 6, 12])
  const [first, half, whole] = looks
  // All are read first; then those whose turn it is, with news and again without.
  expect(first?.spent.ends).toEqual({ succeeded: sources })
  expect(half?.spent.ends).toEqual({
    succeeded: (MONTHS * sources) / groups,
    unchanged: (MONTHS * sources) / groups,
  })
  const others = looks.map(({ tables }) =>
    tables.filter(({ table }) => !HISTORY.has(table)).reduce((total, { megabytes }) => total + megabytes, 0),
  )
  expect(others[2]).toBeLessThanOrEqual(1.25 * (others[1] ?? 0))
  const connections = Object.values(whole?.connections ?? {}).reduce((total, count) => total + count, 0)
  expect(connections).toBeLessThanOrEqual(MAX_CONNECTIONS)
  // Alerts are forgotten after 40 days. Two months bring 16, and a busy machine some that were late; a year would bring 96.
  const rowsOf = (name: string) => whole?.tables.find(({ table }) => table === name)?.rows
  expect(rowsOf('alert_events')).toBeLessThanOrEqual((8 * sources) / groups)
  expect(looks.reduce((total, { messages }) => total + messages, 0)).toBeGreaterThan(0)
  expect(rowsOf('incidents')).toBeGreaterThan(first?.tables.find(({ table }) => table === 'incidents')?.rows ?? 0)
})
