/** A generator of numbers between 0 and 1 that gives the same ones for the same seed (Park and Miller). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
}

/** A standard normal value (Box and Muller). */
export function normalFrom(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
}

/** A count with this mean (Knuth). */
export function drawPoisson(mean: number, random: () => number): number {
  let count = 0
  for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1
  return count
}

/** The same entries in another order. */
export function shuffled<T>(entries: readonly T[], random: () => number): T[] {
  const order = entries.map((entry) => ({ entry, at: random() }))
  return order.sort((a, b) => a.at - b.at).map(({ entry }) => entry)
}
