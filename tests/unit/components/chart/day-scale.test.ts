import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandsOf, cornerOf, type DayBand, dayAt, pathThrough, sizeOf } from '#components/chart/day-scale.ts'

/** A Wednesday. */
const FIRST = '2025-01-01'
const day = (index: number) => new Date(Date.parse(FIRST) + index * 86_400_000).toISOString().slice(0, 10)
const band: DayBand = { first: FIRST, last: day(1_399), pitch: 10, size: 8, weeks: 200 }

/** The upper left corners of the squares that the dashes of a path show. */
function squaresOf(path: string, { pitch, size }: DayBand): string[] {
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
    expect(pathThrough(days, band)).toBe('m34 37v48m10 -68v68m10 -58v8')
    expect(pathThrough([], band)).toBe('')
  })

  it('shows exactly the squares of its days', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(800)), (indexes) => {
        const days = indexes.sort((a, b) => a - b).map(day)
        const corners = days.map((it) => cornerOf(it, band)).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)
        expect(squaresOf(pathThrough(days, band), band)).toEqual(corners)
      }),
    )
  })
})

describe('the squares of a calendar', () => {
  it.each([
    [30, 28],
    [90, 28],
    [365, 17],
    [731, 17],
  ])('of %d days are %d px apart', (days, pitch) => {
    expect(bandsOf(FIRST, day(days - 1))[0]?.pitch).toBe(pitch)
  })

  it('stand in bands of half a year or less, all of the same width, which fit side by side', () => {
    expect(bandsOf(FIRST, day(180))).toHaveLength(1)
    const bands = bandsOf(FIRST, day(364))
    expect(bands.map(({ first, last, weeks }) => [first, last, weeks])).toEqual([
      ['2025-01-01', '2025-07-06', 27],
      ['2025-07-07', '2025-12-31', 27],
    ])
    expect(2 * sizeOf({ pitch: 17, weeks: 27 }).width + 36).toBeLessThan(1_060)
    expect(bandsOf(FIRST, day(730))).toHaveLength(4)
  })

  it('have each day once, where a point finds it', () => {
    fc.assert(
      fc.property(fc.nat(4_000), fc.nat(4_000), (a, b) => {
        const [index, last] = [Math.min(a, b), Math.max(a, b)]
        const bands = bandsOf(FIRST, day(last))
        const own = bands.filter(({ first, last }) => first <= day(index) && day(index) <= last)
        expect(own).toHaveLength(1)
        for (const one of own) {
          const { x, y } = cornerOf(day(index), one)
          expect(dayAt({ x: x + one.size / 2, y: y + one.size / 2 }, one)).toBe(day(index))
        }
        expect([bands[0]?.first, bands.at(-1)?.last]).toEqual([FIRST, day(last)])
      }),
    )
    expect(dayAt({ x: 5, y: 50 }, band)).toBeNull()
    // Before the first day, in its week.
    expect(dayAt({ x: 32, y: 20 }, band)).toBeNull()
  })
})
