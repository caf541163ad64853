import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { chromium } from '@playwright/test'
import { execute } from '#bin/execute.ts'
import type { Progress } from '#bin/progress.mjs'

/** Chromium's engine without its window, menus and own pages; the same tests take two thirds of the processor time (decision 178). */
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell']
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const DOWNLOAD_WITHIN_MS = 300_000

/** Paths of programs; both are the same where there is only one. */
export interface Chromiums {
  /** A headless shell where there is one. */
  shell: string
  /** One with all that readers have; a shell has neither a back-forward cache nor notifications. */
  complete: string
}

/**
 * The Chromiums that run here: that of CHROMIUM_PATH, else Playwright's own and the machine's. If there is none, or in CI not both,
 * they are downloaded by Playwright, or installed from Debian's packages where that fails.
 *
 * @throws Error saying how to get one
 */
export async function findChromiums(progress: Progress): Promise<Chromiums> {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (runs(given)) return { shell: given, complete: given }
    throw new Error(`CHROMIUM_PATH names ${given}, which does not run.`)
  }
  const find = () => ({ shell: shells().find(runs), complete: completeOnes().find(runs) })
  let { shell, complete } = find()
  const found = [shell, complete].filter((path) => path !== undefined)
  if (found.length < (process.env.CI === undefined ? 1 : 2)) {
    await progress.step('Getting a Chromium for the browser tests', fetchBoth)
    ;({ shell, complete } = find())
  }
  const either = shell ?? complete ?? fail()
  return { shell: shell ?? either, complete: complete ?? either }
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

async function fetchBoth(): Promise<void> {
  await downloadByPlaywright()
  if (!shells().some(runs)) await installDebianPackages()
}

/** The file's existence is not enough: a downloaded browser may lack system libraries. */
function runs(path: string): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

async function downloadByPlaywright(): Promise<void> {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
  await execute(process.execPath, [cli, 'install', 'chromium'], { timeout: DOWNLOAD_WITHIN_MS }).catch(() => {})
}

async function installDebianPackages(): Promise<void> {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = async (...args: string[]) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', ...args]
    // Not Debian, no permission, or no network: the caller looks whether there is one now.
    await execute(command, rest, { env }).catch(() => {})
  }
  await apt('update')
  // One by one: releases before Debian 12 have no package of the shell alone.
  for (const name of ['chromium', 'chromium-headless-shell'])
    await apt('install', '--yes', '--no-install-recommends', name)
}

function fail(): never {
  throw new Error(
    'The browser tests need a Chromium, and none could be found or fetched. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH to its program.',
  )
}
