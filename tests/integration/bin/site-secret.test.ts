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
  const load = async () => ({
    ...(await import('#lib/alerts/targets/secrets.ts')),
    ...(await import('#lib/alerts/push/keys.ts')),
    ...(await import('#lib/alerts/sealed.ts')),
    ...(await import('#lib/database/client.ts')),
  })
  const [{ checkSecret }, { rotateSecret }, { closeDatabase }] = await Promise.all([
    import('#lib/auth/site-secret.ts'),
    import('#lib/admin/account/site-secret.ts'),
    import('#lib/database/client.ts'),
  ])
  return {
    start: () => withClient(database.url, checkSecret),
    rotate: (former?: string) => rotateSecret('cli', former).finally(closeDatabase),
    load,
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
      expect(await other.rotate()).toEqual({ sessions: 1, isKept: false })
      const { rows } = await client.query('select actor, action, detail from audit_entries')
      expect(rows).toEqual([{ actor: 'cli', action: 'site.rotate-secret', detail: { sessions: 1, isKept: false } }])
    })
    await other.start()
    await expect((await aSite(FIRST)).start()).rejects.toThrow(/AUTH_SECRET differs/)
  })

  it('is replaced with all that it has encrypted, if the former one is given', async () => {
    const site = await aSite(FIRST)
    await site.start()
    const first = await site.load()
    const keys = await first.getVapidKeys()
    await first.closeDatabase()
    await withClient(database.url, async (client) => {
      const target = { url: 'https://hooks.example.com/x' }
      await client.query(
        `insert into alert_targets (id, name, kind, settings, sealed, concurrency, created_by, allowance)
         values (7, 'x', 'slack', '{}', $1, 1, 'a', 1), (8, 'lost', 'slack', '{}', 'v1.AAAA', 1, 'a', 1)`,
        [first.sealSecrets(7, target)],
      )
      await client.query(`insert into vendors (id, key, slug, name) values (1, 'a', 'a', 'A')`)
      await client.query(
        `insert into push_subscriptions (endpoint_hash, sealed, vendor_id) select decode(n::text, 'escape'), $1, 1 from generate_series(1000, 3100) n`,
        [first.seal('push subscription', 'a browser')],
      )
      await client.query(
        `insert into websub_subscriptions (topic, callback, host, vendors, sealed_secret, expires_at) values ('t', 'c', 'h', '{}', $1, now()), ('u', 'c', 'h', '{}', null, now())`,
        [first.seal('WebSub secret', 'theirs')],
      )
      const read = async () => (await client.query('select sealed from alert_targets order by id')).rows[0].sealed
      const before = await read()
      await expect((await aSite(SECOND)).rotate('another secret than that of the sites')).rejects.toThrow(
        /not the secret/,
      )
      expect(await read()).toBe(before)
      const other = await aSite(SECOND)
      expect(await other.rotate(FIRST)).toEqual({ sessions: 0, isKept: true })
      const second = await (await aSite(SECOND)).load()
      expect(second.openSecrets(7, await read())).toEqual(target)
      expect(await second.getVapidKeys()).toEqual(keys)
      const { rows } = await client.query('select sealed from push_subscriptions')
      expect(rows).toHaveLength(2101)
      expect(new Set(rows.map(({ sealed }) => second.unseal('push subscription', sealed)))).toEqual(
        new Set(['a browser']),
      )
      const { rows: programs } = await client.query('select sealed_secret from websub_subscriptions order by topic')
      expect(second.unseal('WebSub secret', programs[0].sealed_secret)).toBe('theirs')
      expect(programs[1].sealed_secret).toBeNull()
      expect(() => first.openSecrets(7, before)).not.toThrow()
      await second.closeDatabase()
    })
  })

  it('is replaced with all that it has encrypted, if this site generated the former one', async () => {
    await (await aSite(undefined, 'd')).start()
    expect(await (await aSite(SECOND, 'd')).rotate()).toMatchObject({ isKept: true })
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
