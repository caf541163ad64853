import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandHeight, cornerOf, dayAt, gridOf, pathThrough } from '#components/chart/day-scale.ts'

/** A Wednesday. */
const FIRST = '2025-01-01'
const day = (index: number) => new Date(Date.parse(FIRST) + index * 86_400_000).toISOString().slice(0, 10)
const grid = { first: FIRST, pitch: 10, size: 8, weeks: 200 }

/** The upper left corners of the squares that the dashes of a path show. */
function squaresOf(path: string, { pitch, size }: typeof grid): string[] {
  const squares: string[] = []
  let [x, y] = [0, 0]
  for (const [, dx, dy, length] of path.matchAll(/m(-?[\d.]+) (-?[\d.]+)v([\d.]+)/g)) {
    x += Number(dx)
    y += Number(dy)
    for (let dash = 0; dash < Number(length); dash += pitch)
      squares.push(`${(x - size / 2).toFixed(1)} ${(y + dash).toFixed(1)}`)
    y += Number(length)
  }
  return squares
}

describe('a path through the squares of days', () => {
  it('is one line for the days of a week that follow each other', () => {
    // To Sunday, then all of the next week, then its Tuesday.
    const days = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13].map(day)
    expect(pathThrough(days, grid)).toBe('m34 37v48m10 -68v68m10 -58v8')
    expect(pathThrough([], grid)).toBe('')
  })

  it('shows exactly the squares of its days', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(800)), fc.nat(800), (indexes, length) => {
        const any = gridOf(FIRST, day(length))
        const days = indexes.sort((a, b) => a - b).map(day)
        const corners = days.map((it) => cornerOf(it, any)).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)
        expect(squaresOf(pathThrough(days, any), any)).toEqual(corners)
      }),
    )
  })
})

describe('the squares of a calendar', () => {
  it.each([
    [30, 28],
    [90, 28],
    [365, 18],
    [731, 18],
  ])('of %d days are %d px apart', (days, pitch) => {
    expect(gridOf(FIRST, day(days - 1)).pitch).toBe(pitch)
  })

  it('stand in bands of a year or less, all of the same width', () => {
    expect(gridOf(FIRST, day(364)).bands).toBe(1)
    const two = gridOf(FIRST, day(730))
    expect(two).toMatchObject({ bands: 2, weeks: 53 })
    const firstOfSecond = day(53 * 7 - 2)
    expect(cornerOf(firstOfSecond, two)).toEqual({ x: 30, y: bandHeight(two) + 17 })
  })

  it('are found by a point in them', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.nat(800), (index, length) => {
        const any = gridOf(FIRST, day(length))
        const { x, y } = cornerOf(day(index), any)
        expect(dayAt({ x: x + any.size / 2, y: y + any.size / 2 }, any)).toBe(day(index))
      }),
    )
    expect(dayAt({ x: 5, y: 50 }, grid)).toBeNull()
  })
})
