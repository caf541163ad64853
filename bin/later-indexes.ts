import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { LOCKS } from '#lib/database/transaction.ts'
import { log } from '#lib/log.ts'
import { withClient } from './database.ts'
import { MIGRATIONS } from './migrate.ts'

/**
 * Builds the indexes that the migrations of a large database left out, and those whose build was interrupted, while the site answers
 * and ingests go on; drops those that they replace. One process does so at a time; others return at once. Returns the names of
 * the built indexes.
 */
export async function buildLaterIndexes(url: string, folder = MIGRATIONS): Promise<string[]> {
  const statements = await listStatements(folder)
  return await withClient(url, async (client) => {
    // Building waits for every transaction that began before, and then takes minutes.
    await client.query<never>('set lock_timeout = 0; set statement_timeout = 0')
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      LOCKS.laterIndexes,
    ])
    if (!rows[0]?.held) return []
    const built: string[] = []
    for (const { name, sql } of statements) if ((await build(client, name, sql)) && name !== null) built.push(name)
    return built
  })
}

/** Whether the index had to be built. `name` is null for a statement that may always run. */
async function build(client: pg.Client, name: string | null, sql: string): Promise<boolean> {
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

async function listStatements(folder: string): Promise<{ name: string | null; sql: string }[]> {
  const files = await readdir(folder, { recursive: true })
  const later = files.filter((file) => file.endsWith('later.sql')).sort()
  const texts = await Promise.all(later.map((file) => readFile(join(folder, file), 'utf8')))
  return texts
    .flatMap((text) => text.split(/;\s*$/m))
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '')
    .map((sql) => ({ name: /^create index concurrently "(\w+)"/i.exec(sql)?.[1] ?? null, sql }))
}
