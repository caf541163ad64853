import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..', 'shared')

/** Whether the collection of real documents is present; tests that need it report that they were skipped. */
export const hasShared = existsSync(join(root, 'fixtures'))

/** A path inside that collection. */
export function sharedPath(...parts: string[]): string {
  return join(root, ...parts)
}
