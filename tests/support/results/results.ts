import { readFileSync, writeFileSync } from 'node:fs'

/** The results of one runner, as its reporter writes them for `npm test`. */
export interface TestResults {
  passed: number
  failed: number
  skipped: number
  failures: Failure[]
  /** The duration of each test that ran. */
  times: TestTime[]
}

export interface TestTime {
  /** Relative to the project's folder. */
  file: string
  /** The names of suites and test, separated by ` › `. */
  name: string
  ms: number
}

/** A failed test or hook, or an error outside the tests. */
export interface Failure {
  /** The file from the project's folder, then the names of suites and test; separated by ` › `. */
  where: string
  message: string
}

/** The environment variable that names the file for a runner's reporter. */
export const RESULTS_FILE = 'TEST_RESULTS_FILE'

const MESSAGE_LINES = 12
// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a terminal begins with one
const COLORS = /\u001b\[[\d;]*m/g

/** @throws {Error} if the environment names no file. */
export function writeResults(results: TestResults): void {
  const path = process.env[RESULTS_FILE]
  if (path === undefined) throw new Error(`${RESULTS_FILE} must name the file for the results.`)
  writeFileSync(path, JSON.stringify(results))
}

/** Null if the runner did not get as far as writing them. */
export function readResults(path: string): TestResults | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** The first lines of an error's text, without colours: enough to recognise it, not enough to bury the others. */
export function shorten(message: string | undefined): string {
  return (message ?? 'no message').replace(COLORS, '').trim().split('\n').slice(0, MESSAGE_LINES).join('\n')
}
