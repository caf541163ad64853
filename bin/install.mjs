import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [link]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string | string[]} [os]
 * @property {string | string[]} [cpu]
 * @property {string[]} [libc]
 */

/**
 * Installs the packages of package-lock.json, unless they are already there. Of processes that start at once, only one does so.
 *
 * @param {string} root the project's folder
 * @param {{ dev: boolean, progress: import('./progress.mjs').Progress }} options dev: whether development tools count
 */
export async function installPackages(root, { dev, progress }) {
  if (isInstalled(root, dev)) return
  await withLock(
    join(root, '.locks', 'install'),
    async () => {
      if (!isInstalled(root, dev)) await progress.step('Installing packages', () => runNpm(root))
    },
    () => progress.say('Waiting: another process is installing the packages.'),
  )
}

/**
 * Whether node_modules holds what the lock file names for this platform. npm writes its own record of node_modules last,
 * so an install that was cut short does not count.
 *
 * @param {string} root
 * @param {boolean} dev
 */
export function isInstalled(root, dev) {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = readPackages(record)
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    ([path, wanted]) =>
      path === '' || wanted.link || !isWanted(wanted, dev) || installed[path]?.version === wanted.version,
  )
}

/** @param {string} path @returns {Record<string, LockedPackage>} */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

/** @param {LockedPackage} entry @param {boolean} dev */
function isWanted({ optional, os, cpu, libc, ...entry }, dev) {
  if (entry.dev && !dev) return false
  if (!optional) return true
  // An optional package is one platform's build of something; only npm knows which C library this platform has.
  return libc === undefined && names(os, process.platform) && names(cpu, process.arch)
}

/** @param {string | string[] | undefined} list @param {string} value */
function names(list, value) {
  return list !== undefined && [list].flat().includes(value)
}

/** @param {string} root @returns {Promise<void>} */
function runNpm(root) {
  // Another package manager may be running this script.
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined
  const args = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund']
  // Errors only: until this step installs Node 24, npm warns about every package that requires it.
  args.push('--loglevel=error', '--fetch-retry-maxtimeout=15000')
  const windows = process.platform === 'win32'
  const child =
    npm === undefined
      ? spawn(windows ? 'npm.cmd' : 'npm', args, { cwd: root, shell: windows, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const stop = () => void child.kill()
  for (const signal of STOP_SIGNALS) process.on(signal, stop)
  return new Promise((resolve, reject) => {
    child.once('error', () =>
      reject(new Error('npm was not found. Install Node (nodejs.org), which includes npm, and start again.')),
    )
    child.once('close', (code, signal) => {
      for (const name of STOP_SIGNALS) process.off(name, stop)
      if (code === 0) resolve()
      else reject(new Error(signal === null ? explain(output) : 'The installation of packages was stopped.'))
    })
  })
}

const STOP_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
const NETWORK = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/

/** @param {string} output */
function explain(output) {
  const lines = output
    .split('\n')
    .filter((line) => !/^npm error\s+at /.test(line))
    .slice(0, 12)
    .join('\n')
  if (NETWORK.test(output)) {
    return `npm did not reach its registry. The first start needs a network to install packages; later ones do not.\n\n${lines}`
  }
  if (output.includes('ENOSPC')) return `The disk is full: the packages need about 1.3 GB.\n\n${lines}`
  return `npm could not install the packages:\n\n${lines}`
}
