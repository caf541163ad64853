// The first step of every npm script that needs more than Node and npm: `node bin/run.mjs start` installs missing packages and
// hands over to bin/start.ts, or to the file in tools, on the Node from the packages. It runs on the machine's own Node and
// needs nothing else.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { installPackages } from './install.mjs'
import { createProgress } from './progress.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [name = 'start', ...args] = process.argv.slice(2)
/** The output of these contains nothing from this script. */
const QUIET = ['cli', 'prisma']
const WITH_DEV_TOOLS = ['bench', 'build', 'dev', 'replay-history', 'test']
/** With its default limit, Node 24 lets 90 MB more garbage accumulate before it collects it; decision 079. package.json has it too. */
const SITE_FLAGS = ['--max-semi-space-size=16']
const cache = join(root, 'node_modules', '.cache', 'compile')

endWithNpm()
try {
  await main()
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

async function main() {
  if (!isAtLeast(20, 19)) {
    throw new Error(`Node ${process.versions.node} is too old. Install Node 20.19 or later (nodejs.org).`)
  }
  const progress = createProgress(QUIET.includes(name) ? process.stderr : process.stdout)
  if (name === 'start') progress.say('Outage History is starting.')
  await installPackages(root, { dev: WITH_DEV_TOOLS.includes(name), progress })

  const own = join(root, 'bin', `${name}.ts`)
  const script = existsSync(own) ? own : join(root, 'tools', `${name}.ts`)
  const node = findNode()
  if (node === process.execPath) {
    process.argv.splice(1, 2, script)
    // Halves the time that a second start takes to read its modules.
    module.enableCompileCache(cache)
    process.env.NODE_COMPILE_CACHE = cache
    await import(pathToFileURL(script).href)
  } else {
    await handOver(node, script)
  }
}

/** npm passes on signals, but when npm is killed nobody does: its end then counts as a signal. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  timer.unref()
}

/** The Node that npm installed for this platform; else this one, if it is new enough. */
function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  const installed = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', binary)
  if (existsSync(installed))
    return realpathSync(installed) === realpathSync(process.execPath) ? process.execPath : installed
  if (isAtLeast(24, 12)) return process.execPath
  throw new Error(
    `npm has no Node 24 for ${process.platform} on ${process.arch}, and this is Node ${process.versions.node}. Install Node 24 or later (nodejs.org).`,
  )
}

/** @param {number} major @param {number} minor */
function isAtLeast(major, minor) {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

/** Runs a script on another Node as if it were this process: its signals, its exit code, its standard streams.
 * @param {string} node @param {string} script */
function handOver(node, script) {
  // npm puts the packages' program folder first in PATH; a manual start does not.
  const path = `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`
  const child = spawn(node, [...(name === 'start' ? SITE_FLAGS : []), script, ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path, NODE_COMPILE_CACHE: cache },
  })
  // At a terminal the child also gets Ctrl+C directly; it counts simultaneous signals as one.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.exitCode = code ?? (signal === null ? 1 : 128)
      resolve(undefined)
    })
  })
}
