/** One measurement: a rate per second or a duration, with a remark. */
export type Measurement = { what: string /** Such as "p99 3 ms". */; note?: string } & (
  | { perSecond: number; unit: string }
  | { milliseconds: number }
)

/** One measurement as a ratio to another of the same run, which is comparable between machines. */
export interface Ratio {
  what: string
  value: number
  /** The minimum that is promised; null for information only. */
  goal: number | null
}

export interface Report {
  measurements: Measurement[]
  ratios: Ratio[]
}

export interface BenchOptions {
  /** The folder of another checkout of this project, installed, to be measured in the same rounds by the benches that can. */
  against: string | null
  /** How large a database is, for the bench that depends on it. */
  size: 'small' | 'middle' | 'large'
  /** Which addresses, for the bench that asks for many: those whose name matches; null for all. */
  only: RegExp | null
}

/** Measures one speed goal. It may use the database server of TEST_DATABASE_URL; it leaves nothing behind. */
export interface Bench {
  name: string
  run(say: (line: string) => void, options: BenchOptions): Promise<Report>
}

/** The middle one of an odd number of values. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
