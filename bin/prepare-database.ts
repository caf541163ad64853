import { ensureFirstAdmin } from '#lib/auth.ts'
import { migrate } from './migrate.ts'
import type { Progress } from './progress.mjs'

/** What the operator is told once. */
export interface FirstAdmin {
  email: string
  password: string
}

/**
 * Brings a database to what this release serves from: made, migrated, with something to look at and somebody who may sign
 * in. Any number of starts may do so at once. Returns the admin whose password was made up here, if one was.
 */
export async function prepareDatabase(url: string, progress: Progress): Promise<FirstAdmin | null> {
  await progress.step('Updating the database', () => migrate(url, { say: progress.say }))
  return await ensureFirstAdmin()
}
