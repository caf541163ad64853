import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RESULTS_FILE, readResults } from '../../support/results/results.ts'

const { resolve: pathOf } = createRequire(import.meta.url)

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a runner over files of tests, and returns what its reporter wrote down. */
async function resultsOf(script: string[], files: Record<string, string>) {
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code)
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
  it('is counted, and each failure is named with its reason', async () => {
    const reporter = resolve('tests/support/results/vitest-results.ts')
    const vitest = pathOf('vitest/package.json').replace('package.json', 'vitest.mjs')
    const results = await resultsOf([vitest, 'run', '--globals', `--root=${folder}`, `--reporter=${reporter}`], {
      'some.test.js': `
        describe('a suite', () => {
          it('passes', () => {})
          it('fails', () => expect([1, 2]).toEqual([1, 3]))
        })
        it.skip('is left out', () => {})`,
      'unreadable.test.js': 'throw new Error("no such luck")',
      'hook.test.js': 'beforeAll(() => { throw new Error("no such luck") }); it("is not run", () => {})',
      'late.test.js': `it("ends", async () => {
        setTimeout(() => { throw new Error("no such luck") }, 1)
        await new Promise((end) => setTimeout(end, 100))
      })`,
    })
    const because = 'Error: no such luck'
    const failures = [
      { where: 'some.test.js › a suite › fails', message: expect.stringContaining('AssertionError') },
      { where: 'unreadable.test.js', message: because },
      { where: 'hook.test.js', message: because },
      { where: 'between the tests', message: because },
    ]
    expect(results).toMatchObject({ passed: 2, failed: failures.length, skipped: 2 })
    expect(results?.failures).toHaveLength(failures.length)
    expect(results?.failures).toEqual(expect.arrayContaining(failures))
    const told = results?.failures.find(({ where }) => where.endsWith('fails'))?.message
    expect(told).toMatch(/-\s+3/)
    expect(told).not.toContain('\u001b')
    const timed = (results?.times ?? []).map(({ file, name }) => `${file}: ${name}`)
    expect(timed.toSorted()).toEqual([
      'late.test.js: ends',
      'some.test.js: a suite › fails',
      'some.test.js: a suite › passes',
    ])
    expect(results?.times.find(({ name }) => name === 'ends')?.ms).toBeGreaterThan(90)
  })

  it('is nothing where it did not come to write it', async () => {
    expect(await resultsOf(['-e', 'process.exit(3)'], {})).toBeNull()
  })
})

describe('what Playwright found', () => {
  const reporter = resolve('tests/support/results/playwright-results.ts')
  const found = (code: string) => {
    const whole = `const { test, expect } = require(${JSON.stringify(pathOf('@playwright/test'))})\n${code}`
    return resultsOf([pathOf('@playwright/test/cli'), 'test', `--reporter=${reporter}`], { 'some.spec.js': whole })
  }

  it('is counted, and each failure is named with its reason', async () => {
    const results = await found(`
      test.describe('a suite', () => {
        test('passes', () => {})
        test('fails', () => expect(1).toBe(2))
      })
      test.skip('is left out', () => {})`)
    expect(results).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      failures: [{ where: 'some.spec.js › [] › a suite › fails', message: expect.stringMatching(/^Error: expect/) }],
      times: ['passes', 'fails'].map((name) => ({
        file: 'some.spec.js',
        name: `[] › a suite › ${name}`,
        ms: expect.any(Number),
      })),
    })
    expect(results?.failures[0]?.message).not.toContain('\u001b')
  })

  it('has a file that cannot be read among the failures', async () => {
    const results = await found('throw new Error("no such luck")')
    expect(results?.failures).toContainEqual({ where: 'between the tests', message: 'Error: no such luck' })
    expect(results?.failed).toBe(results?.failures.length)
  })
})
