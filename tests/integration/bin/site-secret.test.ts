import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { withClient } from '#bin/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const FIRST = 'the secret of the first of the sites'
const SECOND = 'the secret of the second of the sites'
let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'site-secret-'))
})

beforeEach(() => withClient(database.url, async (client) => void (await client.query('delete from site_facts'))))

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
  await database.drop()
})

/** A site of its own, as far as its secret goes: undefined for one that makes a secret up in its own folder. */
async function aSite(secret: string | undefined, dataDir = 'a') {
  vi.resetModules()
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('AUTH_SECRET', secret)
  vi.stubEnv('DATA_DIR', join(folder, dataDir))
  const [{ checkSecret }, { rotateSecret }, { closeDatabase }] = await Promise.all([
    import('#lib/auth/site-secret.ts'),
    import('#lib/admin/account/site-secret.ts'),
    import('#lib/database/client.ts'),
  ])
  return {
    start: () => withClient(database.url, checkSecret),
    rotate: () => rotateSecret('cli').finally(closeDatabase),
  }
}

describe('the secret of a site', () => {
  it('has to be that of the first site on its database', async () => {
    await (await aSite(FIRST)).start()
    await (await aSite(FIRST)).start()
    const other = await aSite(SECOND)
    await expect(other.start()).rejects.toThrow(
      /^AUTH_SECRET differs .* Set the same AUTH_SECRET on all of them\. .*admin rotate-secret/,
    )
    await (await aSite(FIRST)).start()
  })

  it('that a site has made up is shared by setting one, or by copying the file', async () => {
    await (await aSite(undefined, 'a')).start()
    await expect((await aSite(undefined, 'b')).start()).rejects.toThrow(/auth-secret, which this site generated/)
    await (await aSite(await readFile(join(folder, 'a', 'auth-secret'), 'utf8'))).start()
  })

  it('is made once by starts that come at the same time', async () => {
    const sites = await Promise.all([aSite(undefined, 'c'), aSite(undefined, 'c')])
    await Promise.all(sites.map((site) => site.start()))
    expect(await readFile(join(folder, 'c', 'auth-secret'), 'utf8')).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is replaced on purpose by a command, which ends all sessions and says so in the audit log', async () => {
    await (await aSite(FIRST)).start()
    const other = await aSite(SECOND)
    await withClient(database.url, async (client) => {
      await client.query(`insert into users (id, name, email) values ('u', 'u', 'u')`)
      await client.query(`insert into sessions (id, token, user_id, expires_at) values ('s', 't', 'u', now())`)
      expect(await other.rotate()).toBe(1)
      const { rows } = await client.query('select actor, action, detail from audit_entries')
      expect(rows).toEqual([{ actor: 'cli', action: 'site.rotate-secret', detail: { sessions: 1 } }])
    })
    await other.start()
    await expect((await aSite(FIRST)).start()).rejects.toThrow(/AUTH_SECRET differs/)
  })

  it('may be another where the database has been restored to another place', async () => {
    await (await aSite(FIRST)).start()
    await withClient(database.url, (client) => client.query("update site_facts set place = 'a server that is gone/1'"))
    await (await aSite(SECOND)).start()
    await expect((await aSite(FIRST)).start()).rejects.toThrow(/AUTH_SECRET differs/)
  })

  it('is not told by what is kept of it', async () => {
    await (await aSite(FIRST)).start()
    await withClient(database.url, async (client) => {
      const { rows } = await client.query('select value from site_facts')
      expect(rows).toEqual([{ value: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    })
  })
})
