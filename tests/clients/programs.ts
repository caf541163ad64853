import { execFileSync, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Whether a program of others is installed. */
export function isThere(program: string, args: string[] = ['--version']): boolean {
  return spawnSync(program, args).error === undefined
}

/** What a program prints that has `folder` for its home. */
export function run(folder: string, program: string, args: string[], input = ''): string {
  const env = { ...process.env, HOME: folder, TZ: 'UTC', LC_ALL: 'C.UTF-8' }
  return execFileSync(program, args, { input, encoding: 'utf8', env, stdio: ['pipe', 'pipe', 'ignore'] })
}

/** A package of others in the folder CLIENT_PACKAGES, see docs/clients.md; null where it is not installed. */
export function findPackage<T>(name: string): T | null {
  const folder = process.env.CLIENT_PACKAGES
  if (folder === undefined) return null
  try {
    return createRequire(join(folder, 'package.json'))(name)
  } catch {
    return null
  }
}
