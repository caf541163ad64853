import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { makeTemplate } from './database.ts'

/**
 * Gives the tests a Postgres: the server of TEST_DATABASE_URL where that is set, else one that lives as long as the run.
 * Returns what ends it. Vitest calls this before the integration tests, `npm test` before everything.
 */
export async function setUpDatabaseServer(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL) {
    await makeTemplate()
    return async () => {}
  }
  const directory = await mkdtemp(join(tmpdir(), 'outage-history-test-'))
  const server = await startEmbeddedPostgres({
    directory,
    // Nothing here outlives the run: what only serves a crash is off.
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

export { setUpDatabaseServer as setup }
