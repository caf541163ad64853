import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { LOCKS } from '#lib/database/transaction.ts'
import { log } from '#lib/log.ts'
import { withClient } from './database.ts'
import { MIGRATIONS } from './migrate.ts'

const AGAIN_MS = 60_000

interface Statement {
  /** Of the index; null for a statement that may always run. */
  name: string | null
  sql: string
}

/**
 * Builds the indexes that the migrations of a large database left out, and those whose build was interrupted, while the site answers
 * and ingests go on; drops those that they replace. One process does so at a time; others try again after `againMs`, until it has
 * ended: a process that died holds its lock until the index that it began is built, and the others are still missing then. Nobody
 * waits for the lock in the database, since the snapshot of a waiting statement would stop the build. Waiting keeps no process
 * alive. Returns the names of the built indexes.
 */
export async function buildLaterIndexes(url: string, againMs = AGAIN_MS): Promise<string[]> {
  const statements = await listStatements()
  for (;;) {
    const built = await buildAlone(url, statements)
    if (built !== null) return built
    await sleep(againMs, undefined, { ref: false })
  }
}

/** Null while another process is at it. */
async function buildAlone(url: string, statements: Statement[]): Promise<string[] | null> {
  return await withClient(url, async (client) => {
    // Building waits for every transaction that began before, and then takes minutes.
    await client.query<never>('set lock_timeout = 0; set statement_timeout = 0')
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      LOCKS.laterIndexes,
    ])
    if (!rows[0]?.held) return null
    const built: string[] = []
    for (const statement of statements)
      if ((await build(client, statement)) && statement.name !== null) built.push(statement.name)
    return built
  })
}

/** Whether the index had to be built. */
async function build(client: pg.Client, { name, sql }: Statement): Promise<boolean> {
  if (name === null) {
    await client.query<never>(sql)
    return false
  }
  const { rows } = await client.query<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [name],
  )
  if (rows[0]?.valid) return false
  // An interrupted build leaves an index that every write keeps up to date and no query reads.
  if (rows.length > 0) await client.query<never>(`drop index concurrently if exists ${client.escapeIdentifier(name)}`)
  log.info({ index: name }, 'building an index; the site answers meanwhile')
  await client.query<never>(sql)
  return true
}

async function listStatements(): Promise<Statement[]> {
  const files = await readdir(MIGRATIONS, { recursive: true })
  const later = files.filter((file) => file.endsWith('later.sql')).sort()
  const texts = await Promise.all(later.map((file) => readFile(join(MIGRATIONS, file), 'utf8')))
  return texts
    .flatMap((text) => text.split(/;\s*$/m))
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '')
    .map((sql) => ({ name: /^create index concurrently "(\w+)"/i.exec(sql)?.[1] ?? null, sql }))
}
