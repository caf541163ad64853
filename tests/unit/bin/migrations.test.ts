import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MIGRATIONS } from '#bin/migrate.ts'

/** Ten years of a large site bring millions of rows to these. */
const GROWING = ['incidents', 'incident_updates', 'incident_components', 'incident_words', 'revisions', 'mentions']
/** The first release of a database that upgrades beside the site (docs/decisions/150). */
const SINCE = '20261201100000'

const migrations = readdirSync(MIGRATIONS).filter((name) => name >= SINCE && /^\d/.test(name))
const read = (name: string, file: string) => {
  const path = join(MIGRATIONS, name, file)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** Names of the indexes that a script builds over growing tables. Mentions of that time were few. */
function indexesOver(sql: string): string[] {
  const built = [...sql.matchAll(/create (?:unique )?index (?:concurrently )?"(\w+)"\s+on "(\w+)"/gi)]
  return built
    .filter(([, name, table]) => GROWING.includes(table ?? '') && name !== 'mentions_incident')
    .map(([, name]) => name ?? '')
}

it.each(migrations)('%s builds no index over a growing table while the site waits', (name) => {
  const indexes = indexesOver(read(name, 'migration.sql'))
  expect(indexesOver(read(name, 'online.sql'))).toEqual([])
  expect(indexesOver(read(name, 'later.sql'))).toEqual(indexes)
  if (indexes.length > 0) expect(existsSync(join(MIGRATIONS, name, 'online.sql'))).toBe(true)
})
