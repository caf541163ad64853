import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countBefore,
  insertRead,
  joinReads,
  MAX_GAPS,
  type ReadTimes,
  readAt,
  singleRead,
  splitReads,
} from '#lib/domain/read-times.ts'

const at = (ms: number) => new Date(ms)
const timesOf = (reads: number[]) => reads.map((ms) => singleRead(at(ms))).reduce(joinReads)
const listReads = (times: ReadTimes) => Array.from({ length: times.readCount }, (_, index) => +readAt(times, index))

const sorted = (max: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: max })
    .map((reads) => reads.sort((one, other) => one - other))

describe('a day of reads', () => {
  it('is kept exactly, whatever is put together, taken apart or put in between', () => {
    fc.assert(
      fc.property(sorted(60), fc.nat(60), fc.integer({ min: 0, max: 1_000_001 }), (reads, count, ms) => {
        const times = timesOf(reads)
        expect(listReads(times)).toEqual(reads)
        const [earlier, later] = splitReads(times, count)
        expect([earlier, later].flatMap((part) => (part === null ? [] : listReads(part)))).toEqual(reads)
        expect(countBefore(times, at(ms))).toBe(reads.filter((read) => read < ms).length)
        expect(countBefore(times, at(ms), { orAt: true })).toBe(reads.filter((read) => read <= ms).length)
        if (ms <= (reads[0] ?? 0) || ms >= (reads.at(-1) ?? 0)) return
        const all = [...new Set([...reads, ms])].sort((one, other) => one - other)
        expect(listReads(insertRead(times, at(ms)))).toEqual(all)
      }),
    )
  })
})

describe('of more reads', () => {
  it('the first, the number and the latest stay exact, and the others keep their order', () => {
    fc.assert(
      fc.property(sorted(700), fc.nat(700), (reads, count) => {
        const parts = splitReads(timesOf(reads), count).filter((part) => part !== null)
        const read = parts.flatMap(listReads)
        expect(read).toHaveLength(reads.length)
        expect(read[0]).toBe(reads[0])
        expect(read.slice(-MAX_GAPS - 1)).toEqual(reads.slice(-MAX_GAPS - 1))
        expect(read).toEqual([...read].sort((one, other) => one - other))
        expect(Math.max(...parts.map(({ recentGaps }) => recentGaps.length))).toBeLessThanOrEqual(MAX_GAPS)
        for (const part of parts) expect(readAt(part, part.readCount - 1)).toEqual(part.lastAt)
      }),
      { numRuns: 40 },
    )
  })

  it('one more among the older ones is taken for one of them', () => {
    const times = timesOf(Array.from({ length: 400 }, (_, index) => index * 1_000))
    expect(insertRead(times, at(10_500))).toEqual(times)
    expect(insertRead(times, at(390_500)).readCount).toBe(401)
  })
})

it('a document without a read time speaks once', () => {
  const times = singleRead(at(5), false)
  expect(times.readCount).toBe(0)
  expect(countBefore(times, at(6))).toBe(1)
  expect(splitReads(times, 1)).toEqual([times, null])
})
