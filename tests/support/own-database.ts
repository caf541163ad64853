import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { clearDatabase, expectInvariants, useTestDatabase } from './ingest.ts'

interface OwnDatabaseOptions {
  /** Each test finds it empty. */
  emptied?: boolean
  /** Fails a test that leaves contradictory data in it. */
  checked?: boolean
}

/** Gives the tests of a file, or of a `describe`, a database of their own. Other hooks of the file may use it too. */
export function ownDatabase({ emptied = false, checked = false }: OwnDatabaseOptions = {}): void {
  let drop: () => Promise<void>
  beforeAll(async () => {
    drop = await useTestDatabase()
  })
  if (emptied) beforeEach(clearDatabase)
  if (checked) afterEach(expectInvariants)
  afterAll(() => drop())
}
