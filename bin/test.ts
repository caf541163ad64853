// `npm test`: everything there is to check by running it, from nothing. `npm test -- unit integration` runs parts.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setUpDatabaseServer } from '#tests/support/global-setup.ts'
import { findChromium } from './chromium.ts'
import { begun, failWith, onStopSignal } from './ending.ts'
import { buildPages, generateClient } from './prepare.ts'
import { createProgress } from './progress.mjs'

const PARTS = ['unit', 'integration', 'browser'] as const
type Part = (typeof PARTS)[number]

interface Totals {
  passed: number
  failed: number
  skipped: number
}

const root = join(import.meta.dirname, '..')
const resolve = createRequire(import.meta.url).resolve
const progress = createProgress(process.stdout)
process.chdir(root)

onStopSignal()
testAll(process.argv.slice(2)).catch(failWith)

async function testAll(chosen: string[]): Promise<void> {
  const unknown = chosen.find((name) => !PARTS.includes(name as Part))
  if (unknown !== undefined) throw new Error(`There are no tests called ${unknown}; the parts are ${PARTS.join(', ')}.`)
  const parts = new Set(chosen.length === 0 ? PARTS : (chosen as Part[]))
  const folder = await mkdtemp(join(tmpdir(), 'test-results-'))
  begun.push(() => rm(folder, { recursive: true, force: true }))

  await generateClient(progress)
  if (parts.has('integration') || parts.has('browser')) {
    await buildPages(progress)
    begun.push(await progress.step('Starting a database for the tests', setUpDatabaseServer))
  }
  const totals: Totals[] = []
  const projects = ['unit', 'integration'].filter((part) => parts.has(part as Part))
  if (projects.length > 0) totals.push(await runVitest(projects, join(folder, 'vitest.json')))
  if (parts.has('browser')) {
    process.env.CHROMIUM_PATH = await findChromium(progress)
    totals.push(await runPlaywright(join(folder, 'playwright.json')))
  }
  for (const end of begun.splice(0).reverse()) await end()
  report(totals)
}

async function runVitest(projects: string[], results: string): Promise<Totals> {
  const args = projects.flatMap((project) => ['--project', project])
  const vitest = resolve('vitest/package.json').replace('package.json', 'vitest.mjs')
  const code = await run([
    vitest,
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ])
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = await readResults(results)
  return atLeastOneFailure(code, {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  })
}

async function runPlaywright(results: string): Promise<Totals> {
  const code = await run([resolve('@playwright/test/cli'), 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: results,
  })
  const { expected, unexpected, flaky, skipped } = (await readResults(results)).stats ?? {}
  return atLeastOneFailure(code, { passed: expected, failed: unexpected + flaky, skipped })
}

async function run(script: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, script, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  const kill = () => child.kill()
  process.once('exit', kill)
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
  process.off('exit', kill)
  return code
}

async function readResults(path: string) {
  return JSON.parse(await readFile(path, 'utf8').catch(() => '{}'))
}

/** A runner may fail without a failed test: an error between tests, or a crash before it could write its results. */
function atLeastOneFailure(code: number, { passed = 0, failed = 0, skipped = 0 }: Partial<Totals>): Totals {
  return { passed, failed: code === 0 ? failed : Math.max(failed || 0, 1), skipped }
}

function report(totals: Totals[]): void {
  const sum = (count: keyof Totals) => totals.reduce((total, part) => total + part[count], 0)
  const skipped = sum('skipped')
  if (skipped > 0) progress.say(`\n${skipped} skipped, for want of something that is not here; each says what.`)
  progress.say(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  process.exitCode = sum('failed') === 0 ? 0 : 1
}
