import { type ChildProcess, spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const bin = join(import.meta.dirname, '..', '..', '..', 'bin')
const platform = process.platform === 'win32' ? 'win' : process.platform

let root: string

beforeEach(async () => {
  // A project with nothing in it but the first step.
  root = await mkdtemp(join(tmpdir(), 'run-'))
  await mkdir(join(root, 'bin'))
  for (const name of await readdir(bin))
    if (name.endsWith('.mjs')) await copyFile(join(bin, name), join(root, 'bin', name))
  await writeFile(join(root, 'package-lock.json'), '{ "packages": { "node_modules/thing": { "version": "1.0.0" } } }')
})

afterEach(() => rm(root, { recursive: true, force: true }))

const script = (code: string) => writeFile(join(root, 'bin', 'greet.ts'), code)

/** As npm leaves it. */
async function install(): Promise<void> {
  await mkdir(join(root, 'node_modules'), { recursive: true })
  await copyFile(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))
}

/** The Node that npm brings: this one, or a program of its own that becomes it. */
async function bringNode(own: boolean): Promise<void> {
  const folder = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin')
  await mkdir(folder, { recursive: true })
  if (own) await symlink(process.execPath, join(folder, 'node'))
  else await writeFile(join(folder, 'node'), `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 })
}

/** An npm that notes how it was called, and does what the code says. */
async function bringNpm(code: string): Promise<string> {
  const path = join(root, 'npm-cli.js')
  const note = "require('node:fs').appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n')"
  await writeFile(path, `${note}\n${code}`)
  return path
}

function run(env: Record<string, string> = {}, ...args: string[]) {
  const child = spawn(process.execPath, [join(root, 'bin', 'run.mjs'), 'greet', ...args], {
    env: { ...process.env, npm_execpath: '', npm_lifecycle_event: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { child, ended: collect(child) }
}

function collect(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}

describe.each([
  ['this Node', true],
  ['a Node that npm brought', false],
])('the first step, on %s', (_name, own) => {
  beforeEach(async () => {
    await install()
    await bringNode(own)
  })

  it('hands over arguments, standard output and the exit code', async () => {
    await script('const name: string = process.argv[2] ?? ""; console.log("hello", name); process.exitCode = 7')
    expect(await run({}, 'Ada').ended).toEqual({ code: 7, output: 'hello Ada\n' })
  })

  it('hands over a signal, and waits for what it does', async () => {
    await script(`
      process.on('SIGTERM', () => setTimeout(() => { console.log('bye'); process.exit(0) }, 200))
      setInterval(() => {}, 1000)
      console.log('ready')`)
    const { child, ended } = run()
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, output: 'ready\nbye\n' })
  })

  it.skipIf(process.platform === 'win32')('ends with the npm that started it, should that be killed', async () => {
    await script(`
      import { writeFileSync } from 'node:fs'
      process.on('SIGTERM', () => { writeFileSync(process.env.MARK, 'stopped in order'); process.exit(0) })
      setInterval(() => {}, 1000)
      console.log('ready')`)
    const mark = join(root, 'mark')
    const npm = spawn('sh', ['-c', `"${process.execPath}" "${join(root, 'bin', 'run.mjs')}" greet & wait`], {
      env: { ...process.env, npm_lifecycle_event: 'greet', MARK: mark },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => npm.stdout?.once('data', resolve))
    npm.kill('SIGKILL')
    await expect.poll(() => readFile(mark, 'utf8').catch(() => null)).toBe('stopped in order')
  })
})

describe('the first step, in a fresh clone', () => {
  beforeEach(async () => {
    await script('console.log("hello")')
    await bringNode(true)
  })

  const INSTALL = "require('node:fs').copyFileSync('package-lock.json', 'node_modules/.package-lock.json')"

  it('installs once, without install scripts, and says so', async () => {
    const npm_execpath = await bringNpm(`setTimeout(() => ${INSTALL}, 500)`)
    const first = await run({ npm_execpath }).ended
    expect(first.code).toBe(0)
    expect(first.output).toMatch(/^Installing packages …\nInstalling packages: done in .* s\nhello\n$/)

    expect(await run({ npm_execpath }).ended).toEqual({ code: 0, output: 'hello\n' })
    const calls = (await readFile(join(root, 'npm.log'), 'utf8')).trim().split('\n')
    expect(calls).toEqual([expect.stringMatching(/^ci .*--ignore-scripts/)])
  })

  it('installs once for two that start together', async () => {
    const npm_execpath = await bringNpm(`setTimeout(() => ${INSTALL}, 500)`)
    const both = await Promise.all([run({ npm_execpath }).ended, run({ npm_execpath }).ended])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect((await readFile(join(root, 'npm.log'), 'utf8')).trim().split('\n')).toHaveLength(1)
  })

  it('says in a sentence that there is no network', async () => {
    const npm_execpath = await bringNpm("console.error('npm error code ENOTFOUND'); process.exit(1)")
    const { code, output } = await run({ npm_execpath }).ended
    expect(code).toBe(1)
    expect(output).toContain('npm did not reach its registry. The first start needs a network')
    expect(output).toContain('npm error code ENOTFOUND')
    expect(output).not.toContain('hello')
  })

  it('says in a sentence that there is no npm', async () => {
    const { code, output } = await run({ PATH: root }).ended
    expect(code).toBe(1)
    expect(output).toContain('npm was not found')
  })

  it('stops npm when it is stopped', async () => {
    const npm_execpath = await bringNpm("console.log('busy'); setInterval(() => {}, 1000)")
    const { child, ended } = run({ npm_execpath })
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 1, output: expect.stringContaining('was stopped') })
  })
})
