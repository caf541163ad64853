// `npm test`: runs every check, from scratch. `npm test -- unit integration` runs parts, and `npm run test:full` runs in full
// what `npm test` samples.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildPages, generateClient } from '#bin/prepare.ts'
import { createProgress } from '#bin/progress.mjs'
import { failWith, onStopSignal, shutdownHooks } from '#bin/shutdown.ts'
import { setUpDatabaseServer } from '#tests/support/global-setup.ts'
import { RESULTS_FILE, readResults, type TestResults } from '#tests/support/results/results.ts'
import { describeTimes } from '#tests/support/results/times.ts'
import { findChromiums } from './chromium.ts'

const PARTS = ['unit', 'integration', 'browser'] as const
type Part = (typeof PARTS)[number]
/** One more than cores: of the files of integration tests some always wait, for another process or a limit. */
const INTEGRATION_WORKERS = availableParallelism() + 1

const root = join(import.meta.dirname, '..')
const resolve = createRequire(import.meta.url).resolve
const progress = createProgress(process.stdout)
process.chdir(root)

onStopSignal()
testAll(process.argv.slice(2)).catch(failWith)

async function testAll(args: string[]): Promise<void> {
  const chosen = args.filter((arg) => arg !== '--full')
  const unknown = chosen.find((name) => !PARTS.includes(name as Part))
  if (unknown !== undefined) throw new Error(`There are no tests called ${unknown}; the parts are ${PARTS.join(', ')}.`)
  const parts = new Set(chosen.length === 0 ? PARTS : (chosen as Part[]))
  if (chosen.length < args.length) process.env.TEST_FULL = '1'
  const startedAt = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'test-results-'))
  shutdownHooks.push(() => rm(folder, { recursive: true, force: true }))

  await generateClient(progress)
  const results: TestResults[] = []
  // Each step spends much of its time waiting: for a build, a database, a browser. So two run in parallel.
  const needsSite = parts.has('integration') || parts.has('browser')
  const [unit] = await Promise.all([
    parts.has('unit') && runVitest('unit', join(folder, 'unit.json')),
    needsSite && prepareSite(parts.has('browser')),
  ])
  const others = await Promise.all([
    parts.has('integration') &&
      runVitest('integration', join(folder, 'integration.json'), `--maxWorkers=${INTEGRATION_WORKERS}`),
    parts.has('browser') && runPlaywright(join(folder, 'browser.json')),
  ])
  for (const part of [unit, ...others]) if (part) results.push(part)
  for (const end of shutdownHooks.splice(0).reverse()) await end()
  report(results, performance.now() - startedAt)
}

/** What tests of the running site need: its pages, a database server, and a browser. */
async function prepareSite(withBrowser: boolean): Promise<void> {
  await buildPages(progress)
  shutdownHooks.push(await progress.step('Starting a database for the tests', setUpDatabaseServer))
  if (!withBrowser) return
  const { shell, complete } = await findChromiums(progress)
  Object.assign(process.env, { CHROMIUM_PATH: shell, COMPLETE_CHROMIUM_PATH: complete })
}

async function runVitest(project: string, path: string, ...options: string[]): Promise<TestResults> {
  const vitest = resolve('vitest/package.json').replace('package.json', 'vitest.mjs')
  const reporters = ['default', './tests/support/results/vitest-results.ts'].map((name) => `--reporter=${name}`)
  return await run('Vitest', [vitest, 'run', `--project=${project}`, ...options, ...reporters], path)
}

async function runPlaywright(path: string): Promise<TestResults> {
  const playwright = resolve('@playwright/test/cli')
  return await run(
    'Playwright',
    [playwright, 'test', '--reporter=list,./tests/support/results/playwright-results.ts'],
    path,
  )
}

async function run(name: string, script: string[], path: string): Promise<TestResults> {
  const code = await exitOf(script, { [RESULTS_FILE]: path })
  const results = readResults(path) ?? { passed: 0, failed: 0, skipped: 0, failures: [], times: [] }
  if (code === 0 || results.failed > 0) return results
  // It may fail without a failed test, especially by crashing before it could write its results.
  return { ...results, failed: 1, failures: [{ where: name, message: `ended with ${code}, and says above why` }] }
}

/** Runs a script and prints its output line by line, since another may print at the same time. */
async function exitOf(script: string[], env: Record<string, string>): Promise<number> {
  const colour = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {}
  const child = spawn(process.execPath, script, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...colour, ...env },
  })
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', progress.say)
  const kill = () => child.kill()
  process.once('exit', kill)
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  process.off('exit', kill)
  return code
}

function report(results: TestResults[], totalMs: number): void {
  const sum = (count: 'passed' | 'failed' | 'skipped') => results.reduce((total, part) => total + part[count], 0)
  const skipped = sum('skipped')
  if (skipped > 0) progress.say(`\n${skipped} skipped, for want of something that is not here; each says what.`)
  // Repeated here, since early failures have scrolled far up.
  for (const { where, message } of results.flatMap(({ failures }) => failures))
    progress.say(`\nFAILED ${where}\n${message.replaceAll(/^/gm, '  ')}`)
  const times = results.flatMap(({ times }) => times)
  progress.say(`\n${describeTimes(times, totalMs)}`)
  progress.say(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  process.exitCode = sum('failed') === 0 ? 0 : 1
}
