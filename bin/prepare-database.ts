import { fork } from 'node:child_process'
import { join } from 'node:path'
import { ensureFirstAdmin } from '#lib/auth/new-account.ts'
import { checkSecret } from '#lib/auth/site-secret.ts'
import { onlyRow } from '#lib/database/client.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'
import { type DatabaseError, withClient } from './database.ts'
import { migrate } from './migrate.ts'
import type { Progress } from './progress.mjs'

/** Shown to the operator once. */
export interface FirstAdmin {
  email: string
  password: string
}

export interface PrepareOptions {
  /** Whether an empty database gets the bundled archive. */
  sample: boolean
  progress: Progress
}

/**
 * Prepares a database for this release: created, migrated, with sample data and an admin. Any number of starts may do
 * so at once, if they share a secret. Returns the admin whose password was generated here, if any.
 */
export async function prepareDatabase(url: string, { sample, progress }: PrepareOptions): Promise<FirstAdmin | null> {
  // Before any change, if there is a secret to compare with; else the first start decides.
  await withClient(url, checkSecret).catch(unlessMissing)
  await progress.step('Updating the database', () => migrate(url, { say: progress.say }))
  await withClient(url, checkSecret)
  if (await isBehindMethod(url)) {
    await progress.step('Saving the figures of the previous method', () => runScript('begin-method.ts', url, () => {}))
  }
  if (sample && (await mayLackSample(url))) {
    await progress.step('Loading the sample archive', (note) => loadSample(url, note))
  }
  return await ensureFirstAdmin()
}

/** The migration creates a missing database. */
function unlessMissing(error: unknown): void {
  if ((error as DatabaseError).code !== '3D000') throw error
}

/** False if there is nothing to load, which saves every later start a process. */
async function mayLackSample(url: string): Promise<boolean> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query<{ lacking: boolean }>(
      `select not exists (select from audit_entries where action = 'sample.load')
         and not exists (select from sources where origin <> 'sample') as lacking`,
    )
    return onlyRow(rows).lacking
  })
}

async function loadSample(url: string, note: (detail: string) => void): Promise<void> {
  await runScript('load-sample.ts', url, note).catch((cause) => {
    throw new Error('The sample archive could not be loaded. Set SAMPLE=off to start without it.', { cause })
  })
}

/** Whether stored figures follow an older method; a database without incidents has none, and is marked as current. */
async function isBehindMethod(url: string): Promise<boolean> {
  return await withClient(url, async (client) => {
    await client.query<never>(
      `insert into method_versions (version, applied_at) select $1, now() where not exists (select from incidents)
       on conflict do nothing`,
      [METHOD_VERSION],
    )
    const { rowCount } = await client.query<never>('select from method_versions where version = $1', [METHOD_VERSION])
    return rowCount === 0
  })
}

/** Runs a script of this folder as a process with the worker's database timeouts; `note` is called with its messages. */
async function runScript(name: string, url: string, note: (detail: string) => void): Promise<void> {
  const child = fork(join(import.meta.dirname, name), {
    // The progress replaces its log.
    env: { LOG_LEVEL: 'warn', ...process.env, DATABASE_URL: url, OUTAGE_HISTORY_ROLE: 'worker' },
  })
  child.on('message', (detail) => note(String(detail)))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`bin/${name} ended with ${code}.`)
}
