import { join } from 'node:path'
import { runApart } from '../apart.ts'
import { readWorld, type World } from './world.ts'

/** `prepareDatabase` in a process of its own. */
export async function prepareApart(url: string, asked: World, say: (line: string) => void): Promise<World> {
  const script = join(import.meta.dirname, 'prepare-process.ts')
  const { world } = await runApart<{ world: string }>(script, [url, JSON.stringify(asked)], say)
  return readWorld(world)
}
