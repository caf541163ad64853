import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { chromium } from '@playwright/test'
import { execute } from '#bin/execute.ts'
import type { Progress } from '#bin/progress.mjs'

/** Chromium without the windows around a page: the same tests take it two thirds of the processor time. */
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell']
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const DOWNLOAD_WITHIN_MS = 300_000

/**
 * The path of a Chromium that runs here: that of CHROMIUM_PATH, Playwright's own, or the machine's, a headless shell before a
 * complete one; else one that is fetched, by Playwright where its download works, or from Debian's packages. In CI the shell is
 * fetched even beside a complete one.
 *
 * @throws Error saying how to get one
 */
export async function findChromium(progress: Progress): Promise<string> {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (runs(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which does not run.`)
  }
  const complete = () => completeOnes().find(runs)
  const found = shells().find(runs) ?? (process.env.CI === undefined ? complete() : undefined)
  return found ?? (await progress.step('Getting a Chromium for the browser tests', fetchShell)) ?? complete() ?? fail()
}

function shells(): string[] {
  const folder = dirname(dirname(dirname(chromium.executablePath())))
  return [...globSync(join(folder, 'chromium_headless_shell-*', '*', `${SHELL_NAMES[1]}*`)), ...onPath(SHELL_NAMES)]
}

function completeOnes(): string[] {
  return [chromium.executablePath(), ...onPath(NAMES), ...(process.platform === 'darwin' ? MAC_APPS : [])]
}

function onPath(names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

async function fetchShell(): Promise<string | undefined> {
  await downloadByPlaywright()
  const downloaded = shells().find(runs)
  if (downloaded !== undefined) return downloaded
  await installDebianPackage()
  return shells().find(runs)
}

/** The file's existence is not enough: a downloaded browser may lack system libraries. */
function runs(path: string): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

async function downloadByPlaywright(): Promise<void> {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
  await execute(process.execPath, [cli, 'install', 'chromium', '--only-shell'], { timeout: DOWNLOAD_WITHIN_MS }).catch(
    () => {},
  )
}

/** Releases before Debian 12 have no package of the shell alone. */
async function installDebianPackage(): Promise<void> {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = async (...args: string[]) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', ...args]
    await execute(command, rest, { env })
  }
  try {
    await apt('update')
    const install = (name: string) => apt('install', '--yes', '--no-install-recommends', name)
    await install('chromium-headless-shell').catch(() => install('chromium'))
  } catch {
    // Not Debian, no permission, or no network: the caller checks whether there is one now.
  }
}

function fail(): never {
  throw new Error(
    'The browser tests need a Chromium, and none could be found or fetched. Install one (Debian: apt-get install chromium-headless-shell), or set CHROMIUM_PATH to its program.',
  )
}
