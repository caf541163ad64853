import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RESULTS_FILE, readResults } from '../../support/results.ts'

const { resolve: pathOf } = createRequire(import.meta.url)
/** What the first test of each runner has. */
const ONE_OF_EACH = { passed: 1, failed: 1, skipped: 1 }

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a runner over one file of tests, and returns what its reporter wrote down. */
async function resultsOf(script: string[], name: string, code: string) {
  writeFileSync(join(folder, name), code)
  const path = join(folder, 'results.json')
  const runner = spawn(process.execPath, script, {
    cwd: folder,
    stdio: 'ignore',
    env: { NODE_ENV: 'test', PATH: process.env.PATH, FORCE_COLOR: '1', [RESULTS_FILE]: path },
  })
  await new Promise((resolve) => runner.once('exit', resolve))
  return readResults(path)
}

describe('what Vitest found', () => {
  const reporter = resolve('tests/support/vitest-results.ts')
  const vitest = pathOf('vitest/package.json').replace('package.json', 'vitest.mjs')
  const found = (code: string) =>
    resultsOf([vitest, 'run', '--globals', `--root=${folder}`, `--reporter=${reporter}`], 'some.test.js', code)

  it('is counted, and each failure is named with its reason', async () => {
    const code = `
      describe('a suite', () => {
        it('passes', () => {})
        it('fails', () => expect([1, 2]).toEqual([1, 3]))
      })
      it.skip('is left out', () => {})`
    const results = await found(code)
    expect(results).toEqual({
      ...ONE_OF_EACH,
      failures: [{ where: 'some.test.js › a suite › fails', message: expect.stringContaining('AssertionError') }],
    })
    expect(results?.failures[0]?.message).toMatch(/-\s+3/)
    expect(results?.failures[0]?.message).not.toContain('\u001b')
  })

  it.each([
    ['a file that cannot be read', 'throw new Error("no such luck")', 'some.test.js'],
    ['a hook', 'beforeAll(() => { throw new Error("no such luck") }); it("runs", () => {})', 'some.test.js'],
    [
      'an error after its test',
      'it("ends", async () => { setTimeout(() => { throw new Error("no such luck") }, 1); await new Promise((end) => setTimeout(end, 100)) })',
      'between the tests',
    ],
  ])('has %s among the failures', async (_what, code, where) => {
    expect(await found(code)).toMatchObject({ failed: 1, failures: [{ where, message: 'Error: no such luck' }] })
  })

  it('is nothing where it did not come to write it', async () => {
    expect(await resultsOf(['-e', 'process.exit(3)'], 'none.js', '')).toBeNull()
  })
})

describe('what Playwright found', () => {
  const reporter = resolve('tests/support/playwright-results.ts')
  const found = (code: string) => {
    const whole = `const { test, expect } = require(${JSON.stringify(pathOf('@playwright/test'))})\n${code}`
    return resultsOf([pathOf('@playwright/test/cli'), 'test', `--reporter=${reporter}`], 'some.spec.js', whole)
  }

  it('is counted, and each failure is named with its reason', async () => {
    const code = `
      test.describe('a suite', () => {
        test('passes', () => {})
        test('fails', () => expect(1).toBe(2))
      })
      test.skip('is left out', () => {})`
    const results = await found(code)
    expect(results).toEqual({
      ...ONE_OF_EACH,
      failures: [{ where: 'some.spec.js › [] › a suite › fails', message: expect.stringMatching(/^Error: expect/) }],
    })
    expect(results?.failures[0]?.message).not.toContain('\u001b')
  })

  it('has a file that cannot be read among the failures', async () => {
    expect(await found('throw new Error("no such luck")')).toMatchObject({
      failed: 1,
      failures: expect.arrayContaining([{ where: 'between the tests', message: 'Error: no such luck' }]),
    })
  })
})
