import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { withClient } from '#bin/database.ts'
import { createEmptyDatabase, type TestDatabase } from '#tests/support/database.ts'
import { loadKeptDatabase, loadKeptDump } from '#tests/support/processes/kept-site.ts'
import { type OwnPostgres, startOwnPostgres } from '#tests/support/processes/own-postgres.ts'

const root = join(import.meta.dirname, '..', '..', '..')
let folder: string
let commands: string[]
const databases: TestDatabase[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outage-history-back-up-'))
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [section = ''] = readme.split('\n## Back it up\n')[1]?.split('\n## ') ?? []
  commands = section.split('\n').flatMap((line) => (line.startsWith('    ') ? [line.trim()] : []))
})

afterAll(async () => {
  for (const database of databases) await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a command of the README as it stands there. */
async function run(command: string, env: Record<string, string>): Promise<string> {
  const options = { cwd: root, env: { ...process.env, BACKUP: folder, LOG_LEVEL: 'silent', ...env } }
  return (await promisify(execFile)('sh', ['-c', command], options)).stdout
}

const countOf = async (url: string, table: string) =>
  (await withClient(url, (client) => client.query(`select count(*)::int as count from public.${table}`))).rows[0].count

describe('the commands of the README for a backup', { timeout: 180_000 }, () => {
  it('dump a database, and restore it with its accounts', async (context: TestContext) => {
    const server = await startOwnPostgres()
    if (typeof server === 'string') return context.skip(server)
    try {
      await dumpAndRestore(server)
    } finally {
      await server.stop()
    }
  })

  async function dumpAndRestore(server: OwnPostgres): Promise<void> {
    await withClient(server.url('postgres'), async (client) => {
      await client.query('create database site')
      await client.query('create database empty')
    })
    await loadKeptDump(server.url('site'))
    const own = commands.filter((command) => command.startsWith('pg_'))
    expect(own).toHaveLength(2)
    const env = { DATABASE_URL: server.url('site'), EMPTY_DATABASE_URL: server.url('empty') }
    for (const command of own) await run(command, env)
    for (const table of ['incidents', 'documents', 'users', 'sessions', '_prisma_migrations']) {
      expect([table, await countOf(server.url('empty'), table)]).toEqual([
        table,
        await countOf(server.url('site'), table),
      ])
    }
  }

  it('export a site, and import it into an empty one and over itself', async () => {
    const site = await loadKeptDatabase()
    const empty = await createEmptyDatabase()
    databases.push(site, empty)
    const own = commands.filter((command) => !command.startsWith('pg_'))
    expect(own).toHaveLength(3)
    const env = { DATABASE_URL: site.url, EMPTY_DATABASE_URL: empty.url }
    for (const command of own) expect(await run(command, env)).toMatch(/ 1,792 updates\)/)
    expect(await countOf(empty.url, 'incidents')).toBe(471)
    expect(await countOf(empty.url, 'users')).toBe(0)
    expect(await countOf(site.url, 'users')).toBe(2)
  })
})
