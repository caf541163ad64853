import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { fastestScratchFolder } from './scratch.ts'

let made: Promise<string> | undefined

/**
 * Copies an initialised cluster into a directory, as if an embedded Postgres had been started and stopped there: a copy
 * takes a moment, initdb takes seconds. Leaves the directory unchanged on Windows, which has no `cp`.
 */
export async function bringCluster(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  made ??= makeCluster()
  await mkdir(directory, { recursive: true })
  const from = await made
  // Preserves the owner: under root, the files belong to the user who runs the server.
  await promisify(execFile)('cp', ['-a', join(from, 'cluster'), join(from, 'password'), directory])
}

/** Deletes the cluster that copies are made from. */
export async function removeClusters(): Promise<void> {
  if (made !== undefined) await rm(await made, { recursive: true, force: true })
  made = undefined
}

async function makeCluster(): Promise<string> {
  const directory = await mkdtemp(join(await fastestScratchFolder(), 'cluster-'))
  const server = await startEmbeddedPostgres({ directory })
  await server.release()
  return directory
}
