import type { TestTime } from './results.ts'

const MAX = 10

/** The time that a run took: its total, and the ten slowest tests and files. */
export function describeTimes(times: TestTime[], totalMs: number): string {
  const ofFiles = [...Map.groupBy(times, ({ file }) => file)].map(([file, tests]) => ({
    name: file,
    ms: tests.reduce((sum, { ms }) => sum + ms, 0),
  }))
  const ofTests = times.map(({ file, name, ms }) => ({ name: `${file} › ${name}`, ms }))
  return [
    `The tests took ${inSeconds(totalMs, 0)}, and the slowest of them:`,
    ...slowest(ofTests),
    'The slowest files, all their tests together:',
    ...slowest(ofFiles),
  ].join('\n')
}

function slowest(all: { name: string; ms: number }[]): string[] {
  return all
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, MAX)
    .map(({ name, ms }) => `${inSeconds(ms, 1).padStart(9)}  ${name}`)
}

function inSeconds(ms: number, decimals: number): string {
  return `${(ms / 1000).toFixed(decimals)} s`
}
