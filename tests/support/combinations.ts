import { isFull } from './full.ts'

/** The possible values of each dimension. */
export type Dimensions = Record<string, readonly unknown[]>
/** One value of each dimension. */
export type Combination<D extends Dimensions> = { [K in keyof D]: D[K][number] }

/**
 * Every combination if `isFull`; else a selection in which every pair of values of two dimensions occurs, and each
 * value occurs with the first of all other dimensions.
 */
export function combinationsOf<D extends Dimensions>(dimensions: D): Combination<D>[] {
  return isFull ? allOf(dimensions) : withoutDoubles([...varyFirst(dimensions), ...coverPairs(dimensions)])
}

/** The first value of each dimension, and the combinations that differ from it in one. */
export function varyFirst<D extends Dimensions>(dimensions: D): Combination<D>[] {
  const entries = Object.entries(dimensions)
  const first = Object.fromEntries(entries.map(([name, values]) => [name, values[0]]))
  const all = entries.flatMap(([name, values]) => values.map((value) => ({ ...first, [name]: value })))
  return withoutDoubles(all as Combination<D>[])
}

/** Every combination. */
export function allOf<D extends Dimensions>(dimensions: D): Combination<D>[] {
  const all = Object.entries(dimensions).reduce<Record<string, unknown>[]>(
    (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  )
  return all as Combination<D>[]
}

/**
 * Few combinations in which every pair of values of two dimensions occurs at least once, always the same for the same
 * dimensions. Each is built around a pair that is still missing and takes, for every other dimension, the value with
 * most missing pairs.
 */
export function coverPairs<D extends Dimensions>(dimensions: D): Combination<D>[] {
  const sizes = Object.values(dimensions).map((values) => values.length)
  if (sizes.length < 2) return allOf(dimensions)
  const open = new Set(pairsOf(sizes))
  const chosen: number[][] = []
  for (const pair of open) {
    // Covered pairs are removed from the set during the iteration.
    const picks: (number | undefined)[] = sizes.map(() => undefined)
    for (const [dimension, value] of partsOf(pair)) picks[dimension] = value
    for (const [dimension, size] of sizes.entries()) {
      if (picks[dimension] !== undefined) continue
      // Starts at a moving index, so that values without missing pairs alternate.
      const values = Array.from({ length: size }, (_, index) => (index + chosen.length) % size)
      const gain = (value: number) => countOpen(open, picks, dimension, value)
      picks[dimension] = values.reduce((best, value) => (gain(value) > gain(best) ? value : best))
    }
    const combination = picks as number[]
    for (const met of pairsIn(combination)) open.delete(met)
    chosen.push(combination)
  }
  const entries = Object.entries(dimensions)
  return chosen.map(
    (picks) =>
      Object.fromEntries(entries.map(([name, values], at) => [name, values[picks[at] ?? 0]])) as Combination<D>,
  )
}

function withoutDoubles<D extends Dimensions>(combinations: Combination<D>[]): Combination<D>[] {
  return [...new Map(combinations.map((one) => [JSON.stringify(one), one])).values()]
}

function countOpen(open: Set<string>, picks: (number | undefined)[], dimension: number, value: number): number {
  return picks.filter((pick, other) => pick !== undefined && open.has(keyOf(dimension, value, other, pick))).length
}

function pairsOf(sizes: number[]): string[] {
  return sizes.flatMap((size, one) =>
    sizes
      .slice(one + 1)
      .flatMap((otherSize, index) =>
        Array.from({ length: size * otherSize }, (_, n) =>
          keyOf(one, Math.floor(n / otherSize), one + 1 + index, n % otherSize),
        ),
      ),
  )
}

function pairsIn(picks: number[]): string[] {
  return picks.flatMap((value, one) => picks.slice(one + 1).map((pick, at) => keyOf(one, value, one + 1 + at, pick)))
}

function keyOf(one: number, value: number, other: number, otherValue: number): string {
  return one < other ? `${one}=${value} ${other}=${otherValue}` : `${other}=${otherValue} ${one}=${value}`
}

function partsOf(pair: string): [number, number][] {
  return pair.split(' ').map((part) => part.split('=').map(Number) as [number, number])
}
