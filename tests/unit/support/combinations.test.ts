import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allOf, combinationsOf, coverPairs, type Dimensions, varyFirst } from '../../support/combinations.ts'

const dimensions: fc.Arbitrary<Dimensions> = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 })
  .map((sizes) =>
    Object.fromEntries(sizes.map((size, index) => [`d${index}`, Array.from({ length: size }, (_, n) => n)])),
  )

/** Each two values of two dimensions that stand in one of the combinations. */
function pairsIn(combinations: Record<string, unknown>[]): Set<string> {
  return new Set(
    combinations.flatMap((one) => {
      const parts = Object.entries(one).map(([name, value]) => `${name}=${value}`)
      return parts.flatMap((part, index) => parts.slice(index + 1).map((other) => `${part} ${other}`))
    }),
  )
}

describe('all combinations', () => {
  it('are as many as the product of the dimensions, each once', () => {
    const all = allOf({ one: ['a', 'b'], two: [1, 2, 3] })
    expect(all).toHaveLength(6)
    expect(new Set(all.map(({ one, two }) => `${one}${two}`)).size).toBe(6)
  })
})

describe('a selection', () => {
  it('has each pair of values that the product has, and every value of a dimension alone', () => {
    fc.assert(
      fc.property(dimensions, (given) => {
        const [some, all] = [coverPairs(given), allOf(given)]
        expect(pairsIn(some)).toEqual(pairsIn(all))
        for (const name of Object.keys(given))
          expect(new Set(some.map((one) => one[name]))).toEqual(new Set(given[name]))
      }),
    )
  })

  it('is a part of the product, without doubles, and the same each time', () => {
    fc.assert(
      fc.property(dimensions, (given) => {
        const texts = coverPairs(given).map((one) => JSON.stringify(one))
        const all = new Set(allOf(given).map((one) => JSON.stringify(one)))
        expect(new Set(texts).size).toBe(texts.length)
        expect(texts.filter((text) => !all.has(text))).toEqual([])
        expect(coverPairs(given).map((one) => JSON.stringify(one))).toEqual(texts)
      }),
    )
  })

  it('has each value beside the first of the others too', () => {
    const given = { kind: ['all', 'one'], impact: [null, 'minor', 'major'] }
    expect(varyFirst(given)).toEqual([
      { kind: 'all', impact: null },
      { kind: 'one', impact: null },
      { kind: 'all', impact: 'minor' },
      { kind: 'all', impact: 'major' },
    ])
    expect(combinationsOf(given)).toEqual(expect.arrayContaining([...varyFirst(given), ...coverPairs(given)]))
    expect(new Set(combinationsOf(given).map((one) => JSON.stringify(one))).size).toBe(combinationsOf(given).length)
  })

  it('is not much larger than the two largest dimensions ask for', () => {
    const filter = { window: [1, 2, 3, 4, 5, 6, 7], kind: [1, 2, 3], impact: [1, 2, 3], status: [1, 2], q: [1, 2] }
    expect(coverPairs(filter).length).toBeLessThanOrEqual(24)
    expect(allOf(filter)).toHaveLength(252)
  })
})
