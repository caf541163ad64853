import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { execute } from '#bin/execute.ts'
import type { Progress } from '#bin/progress.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const DOWNLOAD_WITHIN_MS = 300_000

/**
 * The path of a Chromium that runs here: that of CHROMIUM_PATH, Playwright's own, or the machine's; else one that is
 * fetched, by Playwright where its download works, or from Debian's packages.
 *
 * @throws Error saying how to get one
 */
export async function findChromium(progress: Progress): Promise<string> {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (runs(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which does not run.`)
  }
  return (
    candidates().find(runs) ??
    (await progress.step('Getting a Chromium for the browser tests', async () => {
      await downloadByPlaywright()
      const downloaded = candidates().find(runs)
      if (downloaded !== undefined) return downloaded
      await installDebianPackage()
      return candidates().find(runs)
    })) ??
    fail()
  )
}

function candidates(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [chromium.executablePath(), ...installed, ...(process.platform === 'darwin' ? MAC_APPS : [])]
}

/** The file's existence is not enough: a downloaded browser may lack system libraries. */
function runs(path: string): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

async function downloadByPlaywright(): Promise<void> {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
  await execute(process.execPath, [cli, 'install', 'chromium'], { timeout: DOWNLOAD_WITHIN_MS }).catch(() => {})
}

async function installDebianPackage(): Promise<void> {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = async (...args: string[]) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', ...args]
    await execute(command, rest, { env })
  }
  try {
    await apt('update')
    await apt('install', '--yes', '--no-install-recommends', 'chromium')
  } catch {
    // Not Debian, no permission, or no network: the caller checks whether there is one now.
  }
}

function fail(): never {
  throw new Error(
    'The browser tests need a Chromium, and none could be found or fetched. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH to its program.',
  )
}
