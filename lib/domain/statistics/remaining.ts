/** How long something goes on, from how long others like it went on. */

/** The others that lasted longer than so many seconds. */
export interface Outlasting {
  elapsed: number
  /** Ordered; twice the seconds, and one more for the censored: at the same time, an end comes before a loss of sight. */
  doubled: Float64Array
  /** How many of them have ended. */
  finishedCount: number
}

/** Collects how long others lasted; those that were over within `elapsed` seconds tell nothing of the rest, and are left out. */
export class OthersLasted {
  readonly elapsed: number
  private readonly doubled: number[] = []
  private finishedCount = 0

  constructor(elapsed: number) {
    this.elapsed = elapsed
  }

  get count(): number {
    return this.doubled.length
  }

  /** `isCensored`: it was open when last seen, and lasted at least so long. */
  add(seconds: number, isCensored: boolean): void {
    if (seconds <= this.elapsed) return
    this.doubled.push(2 * Math.floor(seconds) + Number(isCensored))
    if (!isCensored) this.finishedCount += 1
  }

  inOrder(): Outlasting {
    return { elapsed: this.elapsed, doubled: Float64Array.from(this.doubled).sort(), finishedCount: this.finishedCount }
  }
}

/**
 * The seconds that remain with a probability of at least `share`: of n that lasted longer, the order statistic of rank
 * ceil(share × (n + 1)), which the next one exceeds no more often; the censored are weighed by Kaplan and Meier. Null where the others
 * do not reach so far.
 */
export function remainingWithin({ elapsed, doubled }: Outlasting, share: number): number | null {
  const count = doubled.length
  const most = 1 - (share * (count + 1)) / count
  let survival = 1
  for (let index = 0; index < count; index++) {
    const twice = doubled[index] as number
    if (twice % 2 === 1) continue
    survival *= 1 - 1 / (count - index)
    if (survival <= most + TOLERANCE) return Math.max(0, twice / 2 - elapsed)
  }
  return null
}

/** Products of fractions miss by less. */
const TOLERANCE = 1e-9
