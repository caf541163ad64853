import { readFileSync, writeFileSync } from 'node:fs'

/** The results of one runner, as its reporter writes them for `npm test`. */
export interface TestResults {
  passed: number
  failed: number
  skipped: number
  failures: Failure[]
  /** How long each test took that ran. */
  times: TestTime[]
}

export interface TestTime {
  /** From the project's folder. */
  file: string
  /** The names of suites and test, separated by ` › `. */
  name: string
  ms: number
}

/** A failed test or hook, or an error that came between the tests. */
export interface Failure {
  /** The file from the project's folder, then the names of suites and test; separated by ` › `. */
  where: string
  message: string
}

/** The environment variable with the file that a runner's reporter writes to. */
export const RESULTS_FILE = 'TEST_RESULTS_FILE'

const MESSAGE_LINES = 12
// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a terminal begins with one
const COLORS = /\u001b\[[\d;]*m/g

/** @throws {Error} where the environment names no file. */
export function writeResults(results: TestResults): void {
  const path = process.env[RESULTS_FILE]
  if (path === undefined) throw new Error(`${RESULTS_FILE} must name the file for the results.`)
  writeFileSync(path, JSON.stringify(results))
}

/** Null where the runner did not come to write them. */
export function readResults(path: string): TestResults | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** The first lines of what an error says, without colours: enough to know it again, not enough to bury the others. */
export function shorten(message: string | undefined): string {
  return (message ?? 'no message').replace(COLORS, '').trim().split('\n').slice(0, MESSAGE_LINES).join('\n')
}
