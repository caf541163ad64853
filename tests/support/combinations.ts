import { isFull } from './full.ts'

/** For each dimension the values that it may have. */
export type Dimensions = Record<string, readonly unknown[]>
/** One value of each dimension. */
export type Combination<D extends Dimensions> = { [K in keyof D]: D[K][number] }

/**
 * Every combination where everything is asked; else a selection in which each two values of two dimensions meet, and each value
 * stands beside the first of all other dimensions, which is the one that leaves most to be seen.
 */
export function combinationsOf<D extends Dimensions>(dimensions: D): Combination<D>[] {
  return isFull ? allOf(dimensions) : withoutDoubles([...varyFirst(dimensions), ...coverPairs(dimensions)])
}

/** The first value of each dimension, and what differs from that in one. */
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
 * Few combinations in which each two values of two dimensions meet at least once, always the same for the same dimensions. Each
 * is built around a pair that has not met yet, and takes for every other dimension the value that most pairs wait for.
 */
export function coverPairs<D extends Dimensions>(dimensions: D): Combination<D>[] {
  const sizes = Object.values(dimensions).map((values) => values.length)
  if (sizes.length < 2) return allOf(dimensions)
  const open = new Set(pairsOf(sizes))
  const chosen: number[][] = []
  for (const pair of open) {
    // What a combination covers leaves the set that is walked through.
    const picks: (number | undefined)[] = sizes.map(() => undefined)
    for (const [dimension, value] of partsOf(pair)) picks[dimension] = value
    for (const [dimension, size] of sizes.entries()) {
      if (picks[dimension] !== undefined) continue
      // From a place that moves on, so that what nobody waits for takes turns.
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
