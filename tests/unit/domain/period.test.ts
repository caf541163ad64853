import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Period } from '#lib/domain/incident.ts'
import {
  clip,
  clipAll,
  intersectPeriods,
  mergePeriods,
  subtractPeriods,
  sumSeconds,
  unionSeconds,
} from '#lib/domain/period.ts'

/** Hours of one day. */
function hours(from: number, to: number): Period {
  return { from: new Date(Date.UTC(2025, 0, 1, from)), to: new Date(Date.UTC(2025, 0, 1, to)) }
}

const periods = fc.array(
  fc.tuple(fc.nat(100), fc.nat(100)).map(([from, length]) => hours(from, from + length)),
  { maxLength: 12 },
)

/** The set of hours that periods hold: what union, intersection and difference must agree with. */
function hoursIn(list: Period[]): Set<number> {
  const held = new Set<number>()
  for (const { from, to } of list) {
    for (let hour = from.getTime(); hour < to.getTime(); hour += 3_600_000) held.add(hour)
  }
  return held
}

describe('periods', () => {
  it('that overlap or touch become one', () => {
    expect(mergePeriods([hours(5, 6), hours(1, 3), hours(2, 4), hours(4, 5)])).toEqual([hours(1, 6)])
    expect(mergePeriods([hours(3, 4), hours(1, 2)])).toEqual([hours(1, 2), hours(3, 4)])
  })

  it('that are empty or backward are nothing', () => {
    expect(mergePeriods([hours(3, 3), hours(5, 4)])).toEqual([])
  })

  it('are clipped to what lies inside', () => {
    expect(clip(hours(1, 5), hours(2, 3))).toEqual(hours(2, 3))
    expect(clip(hours(1, 2), hours(2, 3))).toBeNull()
    expect(clip(hours(2, 2), hours(1, 3))).toBeNull()
  })

  it('count once where they overlap in the union, and as often as they occur in the sum', () => {
    expect(unionSeconds([hours(1, 3), hours(2, 4)])).toBe(3 * 3600)
    expect(sumSeconds([hours(1, 3), hours(2, 4)])).toBe(4 * 3600)
  })
})

describe('of any periods', () => {
  it('the union is at most the sum, and clipping adds to neither', () => {
    fc.assert(
      fc.property(periods, fc.nat(100), fc.nat(100), (list, from, length) => {
        const clipped = clipAll(list, hours(from, from + length))
        expect(unionSeconds(list)).toBeLessThanOrEqual(sumSeconds(list))
        expect(unionSeconds(clipped)).toBeLessThanOrEqual(unionSeconds(list))
        expect(sumSeconds(clipped)).toBeLessThanOrEqual(sumSeconds(list))
        expect(unionSeconds(clipped)).toBeLessThanOrEqual(length * 3600)
      }),
    )
  })

  it('merging holds the same time in any order, apart and in time order', () => {
    fc.assert(
      fc.property(
        periods.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const merged = mergePeriods(list)
          expect(hoursIn(merged)).toEqual(hoursIn(list))
          expect(mergePeriods(shuffled)).toEqual(merged)
          merged.slice(1).forEach(({ from }, index) => {
            expect(from.getTime()).toBeGreaterThan((merged[index] as Period).to.getTime())
          })
        },
      ),
    )
  })

  it('intersection and difference hold what sets of hours hold', () => {
    fc.assert(
      fc.property(periods, periods, (some, others) => {
        const [a, b] = [mergePeriods(some), mergePeriods(others)]
        expect(hoursIn(intersectPeriods(a, b))).toEqual(new Set([...hoursIn(a)].filter((hour) => hoursIn(b).has(hour))))
        expect(hoursIn(subtractPeriods(a, b))).toEqual(new Set([...hoursIn(a)].filter((hour) => !hoursIn(b).has(hour))))
      }),
    )
  })
})
