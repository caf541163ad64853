/** One thing that was measured: how many of something in a second or how long it took, and what there is to say beside it. */
export type Measurement = { what: string /** Such as "p99 3 ms". */; note?: string } & (
  | { perSecond: number; unit: string }
  | { milliseconds: number }
)

/** One measurement as a share of another of the same run, which is what can be compared between machines. */
export interface Ratio {
  what: string
  value: number
  /** At least this much is promised; null where it is only worth knowing. */
  goal: number | null
}

export interface Report {
  measurements: Measurement[]
  ratios: Ratio[]
}

/** Measures one promise of speed. It may use the database server of TEST_DATABASE_URL; it leaves nothing behind. */
export interface Bench {
  name: string
  run(say: (line: string) => void): Promise<Report>
}

/** The middle one of an odd number of values. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
