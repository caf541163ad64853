import { join } from 'node:path'
import { runApart } from '../apart.ts'
import type { Chores } from './chores.ts'

/** `measureChores` in a process of its own. */
export async function measureChoresApart(sources: number): Promise<Chores> {
  return await runApart(join(import.meta.dirname, 'chores-process.ts'), [String(sources)])
}
