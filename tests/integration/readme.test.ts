import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withClient } from '#bin/database.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/processes/worker-process.ts'
import { findFreePort } from '../support/site.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 360_000 })

const root = join(import.meta.dirname, '..', '..')
/** Without the section about backups, whose commands tests of their own run. */
const readme = readFileSync(join(root, 'README.md'), 'utf8').replace(/\n## Back it up\n[\s\S]*?(?=\n## )/, '')
const TOKEN = 'a-token-of-more-than-32-characters-for-tests'

/** The commands of the README: lines of its blocks, joined where a backslash says so, and commands in its sentences. */
const blocks = [...readme.matchAll(/(?:^ {4,}\S.*\n)+/gm)].map(([block]) =>
  block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/ +#.*$/, '').trim())
    .filter((line) => line !== ''),
)
const inline = [...readme.replaceAll(/^ {4,}\S.*\n/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
const commands = [
  ...blocks.flat(),
  ...inline.filter((code) => /^(?:npm|node|node_modules|curl|docker|pg_|\w+=\S+ )/.test(code)),
]

/** Commands that are not run here, and what runs them. */
const ELSEWHERE: Record<string, string> = {
  'npm start': 'tests/integration/bin/start.test.ts, and below with the settings of production',
  'npm test': 'is what runs this',
  'npm ci && npm run build':
    '.ci/run in a clean clone, and the Dockerfile; here it would remove the packages under the tests',
  'POSTGRES_PASSWORD=… docker compose up --build': 'wants Docker; tests/unit/texts/settings.test.ts reads compose.yaml',
}

let database: TestDatabase
let folder: string
let port: number
let site: ChildProcess
let errors = ''
const processes: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  // As the project's own folder, but for what commands read and write in it.
  folder = await mkdtemp(join(tmpdir(), 'readme-'))
  for (const entry of await readdir(root)) {
    if (!entry.startsWith('.') || entry === '.npmrc') await symlink(join(root, entry), join(folder, entry))
  }
  await copyFile(join(root, 'prisma', 'sample', 'workos.txt'), join(folder, 'page.txt'))
  port = await findFreePort()
  const production = commands.find((command) => /^DATABASE_URL=.* npm start$/.test(command)) ?? ''
  const line = production
    .replace('postgresql://…', `'${database.url}'`)
    .replace('ADMIN_TOKEN=…', `ADMIN_TOKEN=${TOKEN}`)
  expect(line).not.toContain('…')
  const contact = { SECURITY_CONTACT: 'security@example.com' }
  site = run(`exec env ${line}`, { PORT: String(port), SCHEDULE: 'off', LOG_LEVEL: 'info', ...contact })
  site.stderr?.on('data', (chunk) => (errors += chunk))
  await answers(port, '/readyz').catch((error) => {
    throw new Error(`The site of the README did not start:\n${errors}`, { cause: error })
  })
})

afterAll(async () => {
  for (const child of processes) await ended(child, 'SIGTERM')
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

function environment(env: Record<string, string>) {
  const dataDir = join(folder, 'data')
  return { ...process.env, DATA_DIR: dataDir, ADMIN_TOKEN: TOKEN, DATABASE_URL: database.url, ...env }
}

function run(command: string, env: Record<string, string>): ChildProcess {
  const child = spawn('sh', ['-c', command], { cwd: folder, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout?.resume()
  processes.push(child)
  return child
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill(signal)
  return await exit
}

const answers = (at: number, path: string) =>
  eventually(async () => (await fetch(`http://127.0.0.1:${at}${path}`).catch(() => null))?.ok ?? false, 180_000)

/** Runs a command to its end, as written but for the port. */
async function execute(command: string): Promise<{ code: number; out: string; err: string }> {
  const line = command.replaceAll('localhost:3000', `127.0.0.1:${port}`)
  return await new Promise((resolve) => {
    execFile('sh', ['-c', line], { cwd: folder, env: environment({ LOG_LEVEL: '' }) }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
  })
}

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers })

/** What a command has to do, by how it begins. */
const EXPECTED: [RegExp, (result: { code: number; out: string; err: string }) => Promise<void> | void][] = [
  [/^curl localhost:3000\/api\/v1\/vendors\/courier$/, ({ out }) => expect(JSON.parse(out).slug).toBe('courier')],
  [
    /^curl -X POST/,
    async ({ out }) => {
      const [{ id }] = JSON.parse(out).runs
      const state = await eventually(async () => {
        const answer = await ask(`/api/v1/runs/${id}`, { authorization: `Bearer ${TOKEN}` })
        const { state } = (await answer.json()) as { state: string }
        return state === 'queued' || state === 'running' ? null : state
      })
      expect(['succeeded', 'unchanged', 'suspicious']).toContain(state)
    },
  ],
  // The vendor of the example is none, and has no status page.
  [/^npm run cli -- source move/, ({ err }) => expect(err).toMatch(/status\.example\.com|7/)],
  [
    /^npm run cli -- export/,
    async ({ code }) => expect([code, (await stat(join(folder, 'everything.ndjson'))).size > 1000]).toEqual([0, true]),
  ],
  [/^npm run cli -- catalogue/, ({ out }) => expect(out).toContain('docker\tDocker\t')],
  [/^npm run cli$/, ({ out }) => expect(out).toContain('npm run cli -- admin invite')],
  [/^npm run cli -- (?:ingest|replay)/, ({ code }) => expect(code).toBe(0)],
]

describe('the README', () => {
  const run = commands.filter((command) => EXPECTED.some(([begins]) => begins.test(command)))

  it.each([...new Set(run)])('says how to: %s', async (command) => {
    const result = await execute(command)
    expect(result.err).not.toMatch(/^\s+at /m)
    await EXPECTED.find(([begins]) => begins.test(command))?.[1](result)
  })

  it('names commands of the command line that there are', async () => {
    const { out } = await execute('npm run --silent cli')
    const named = commands
      .flatMap((command) => /^npm run cli -- (\w+) ([\w|-]+)$/.exec(command) ?? [])
      .filter((part) => !part.includes(' '))
    expect(named.length).toBeGreaterThan(3)
    for (const command of commands) {
      const [, name = '', subcommands = ''] = /^npm run cli -- (\w+)(?: ([a-z|-]+))?$/.exec(command) ?? []
      for (const subcommand of name === '' ? [] : subcommands.split('|'))
        expect(out).toContain(`npm run cli -- ${name}${subcommand === '' ? '' : ` ${subcommand}`}`)
    }
  })

  it('has no command that nothing runs', () => {
    const known = (command: string) =>
      command in ELSEWHERE || run.includes(command) || /^npm run cli -- \w+ [a-z|-]+$/.test(command)
    const others = [...new Set(commands)].filter((command) => !known(command))
    expect(others).toEqual([
      'DATABASE_URL=postgresql://… PUBLIC_URL=https://outages.example.com ADMIN_TOKEN=… TRUST_PROXY=on npm start',
      'node_modules/.bin/node bin/start.ts',
      'node bin/worker.ts',
    ])
  })

  it('names addresses that there are', async () => {
    const paths = [...new Set(inline.filter((code) => /^\/[a-z?/=&,…-]*/.test(code) && !code.startsWith('/api/auth')))]
    expect(paths.length).toBeGreaterThan(8)
    const { incidents } = (await (await ask('/api/v1/vendors/courier/incidents')).json()) as {
      incidents: { id: string }[]
    }
    const real = (path: string) =>
      path
        .replace('/incidents/…', `/incidents/${incidents[0]?.id}`)
        .replace('t=…', 't=2025-10-20T09:54:00Z')
        .replace('q=…', 'q=api')
        .replace('vendors=a,b', 'vendors=courier,github')
    for (const path of paths.filter((path) => path !== '/api/v1' && path !== '/mcp')) {
      const { status } = await ask(real(path), path === '/metrics' ? { authorization: `Bearer ${TOKEN}` } : {})
      expect([path, status]).toEqual([path, 200])
    }
    expect((await ask('/metrics')).status).toBe(401)
    // The protocol has nothing to GET there.
    expect(paths).toContain('/mcp')
    const listed = await fetch(`http://127.0.0.1:${port}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    })
    expect([listed.status, await listed.text()]).toEqual([200, expect.stringContaining('get_vendor_history')])
  })

  it('promises a site without a worker and a worker without a site, which exit with 0 within 15 seconds of SIGTERM', async () => {
    const own = await findFreePort()
    expect(inline).toEqual(
      expect.arrayContaining(['WORKER=off', 'node_modules/.bin/node bin/start.ts', 'node bin/worker.ts']),
    )
    const settings = { PORT: String(own), SCHEDULE: 'off', LOG_LEVEL: 'info' }
    const second = run2('exec env WORKER=off node_modules/.bin/node bin/start.ts', settings)
    const worker = run2('exec node bin/worker.ts', settings)
    await answers(own, '/readyz')
    await eventually(async () => worker.output().includes('the worker is ready'))
    expect(second.output()).not.toContain('the worker is ready')
    const stoppedAt = Date.now()
    expect(await Promise.all([ended(second.child, 'SIGTERM'), ended(worker.child, 'SIGTERM')])).toEqual([0, 0])
    expect(Date.now() - stoppedAt).toBeLessThan(15_000)
  })

  it('promises a log of one JSON line for each event, also of a page that fails', async () => {
    await withClient(database.url, (client) => client.query('alter table incidents rename to gone'))
    expect((await ask('/search?q=nothing-that-anybody-has-asked-for')).status).toBe(500)
    // The answer may be here before the log is.
    const lines = () => errors.split('\n').slice(0, -1)
    await expect
      .poll(() =>
        lines()
          .map((line) => JSON.parse(line))
          .filter(({ level }) => level >= 50),
      )
      .not.toEqual([])
    for (const line of lines()) expect(() => JSON.parse(line), line).not.toThrow()
  })
})

function run2(command: string, env: Record<string, string>) {
  const child = run(command, env)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  return { child, output: () => output }
}
