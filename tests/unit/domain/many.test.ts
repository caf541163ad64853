import { describe, expect, it } from 'vitest'
import { append, maxOf, minOf } from '#lib/domain/many.ts'

/** More than the stack has room for as arguments. */
const MANY = Array.from({ length: 300_000 }, (_, n) => n)

describe('what is done with any number of values', () => {
  it('is the largest, the smallest and one list more', () => {
    expect(() => Math.max(...MANY)).toThrow(RangeError)
    expect([maxOf(MANY), minOf(MANY), maxOf([1, 2], 7), minOf([3], 2)]).toEqual([299_999, 0, 7, 2])
    expect([maxOf([]), minOf([])]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
    const list = [1]
    append(list, MANY)
    expect(list).toHaveLength(300_001)
  })
})
