import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { makeTemplate } from './database.ts'
import { fastestScratchFolder, SCRATCH_FOLDERS } from './processes/scratch.ts'

const PREFIX = 'outage-history-test-'

/**
 * Provides Postgres for the tests: the server of TEST_DATABASE_URL if set, else one that lives as long as the run.
 * Returns a function that stops it. Vitest calls this before the integration tests, `npm test` before everything.
 */
export async function setUpDatabaseServer(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL) {
    await makeTemplate()
    return async () => {}
  }
  await sweep()
  const directory = await mkdtemp(join(await fastestScratchFolder(), PREFIX))
  const server = await startEmbeddedPostgres({
    directory,
    // Nothing here outlives the run, so crash safety is off.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  })
  process.env.TEST_DATABASE_URL = server.url('postgres')
  const tearDown = async () => {
    delete process.env.TEST_DATABASE_URL
    await server.release()
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await makeTemplate()
  } catch (error) {
    await tearDown()
    throw error
  }
  return tearDown
}

/** Stops the servers of killed runs: releasing a server that nobody else holds stops it. */
async function sweep(): Promise<void> {
  for (const folder of SCRATCH_FOLDERS) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!name.startsWith(PREFIX)) continue
      const directory = join(folder, name)
      try {
        const server = await startEmbeddedPostgres({ directory })
        if (await server.release()) await rm(directory, { recursive: true, force: true })
      } catch {
        // Belongs to another user, or not recoverable: this run has its own.
      }
    }
  }
}

export { setUpDatabaseServer as setup }
