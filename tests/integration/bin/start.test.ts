import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reachDatabase, withClient } from '#bin/database.ts'
import { startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { fastestScratchFolder } from '#tests/support/processes/scratch.ts'
import { createTestDatabase } from '../../support/database.ts'
import { bringCluster, removeClusters } from '../../support/processes/cluster.ts'
import { findFreePort, type RunningSite, startSite, warmUp } from '../../support/site.ts'

const root = join(import.meta.dirname, '..', '..', '..')

// Each test starts whole sites, which a busy machine does slowly.
vi.setConfig({ testTimeout: 180_000 })

let dataDir: string
let running: RunningSite[]

beforeEach(async () => {
  dataDir = await mkdtemp(join(await fastestScratchFolder(), 'start-'))
  running = []
})

afterEach(async () => {
  for (const site of running) await site.stop()
  await rm(dataDir, { recursive: true, force: true })
})

afterAll(removeClusters)

async function start(env: Record<string, string | undefined> = {}): Promise<RunningSite> {
  const site = await startSite({ env: { DATA_DIR: dataDir, ...env } })
  running.push(site)
  return site
}

/** With the database that the site brings. */
const startAlone = (env: Record<string, string | undefined> = {}) => start({ DATABASE_URL: undefined, ...env })

/** For a start that is expected to end by itself. */
const startInVain = (env: Record<string, string | undefined>) => runInVain('start', env)

async function runInVain(name: string, env: Record<string, string | undefined>, args: string[] = []) {
  return await new Promise<{ code: unknown; output: string }>((resolve) => {
    const options = { env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: undefined, ...env } }
    const folder = ['dev', 'prisma'].includes(name) ? 'tools' : 'bin'
    execFile(process.execPath, [join(root, folder, `${name}.ts`), ...args], options, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: stdout + stderr })
    })
  })
}

const status = async (url: string) => (await fetch(url)).status
const passwordIn = (site: RunningSite) => /Password +(\S+)/.exec(site.output())?.[1]
const said = (site: RunningSite, text: string) => expect.poll(() => site.output(), { timeout: 60_000 }).toContain(text)
const serverPid = async () =>
  Number((await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0])

describe('npm start', () => {
  it('makes a database, once though two start at once in one folder, and ends with 0 and nothing left running', async () => {
    const sites = await Promise.all([startAlone(), startAlone()])
    for (const site of sites) {
      await said(site, 'Ctrl+C stops it')
      expect(site.output()).toContain(`Outage History   ${site.url}`)
      expect(site.output()).toContain(`Admin sign-in    ${site.url}/admin   admin@localhost`)
    }
    const passwords = sites.map(passwordIn).filter((password) => password !== undefined)
    expect(passwords).toEqual([expect.stringMatching(/^\S{16,}$/)])
    const [one, other] = sites
    expect(await one.stop()).toBe(0)
    await warmUp(other.url, ['/'])
    expect(await status(`${other.url}/`)).toBe(200)
    expect(await status(`${other.url}/readyz`)).toBe(200)
    expect(await other.stop()).toBe(0)
    expect(existsSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false)

    const later = await startAlone()
    await said(later, 'Ctrl+C stops it')
    expect(passwordIn(later)).toBeUndefined()
    // Only its hash is kept.
    const secret = (await readFile(join(dataDir, 'postgres', 'password'), 'utf8')).trim()
    const port = (await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[3]
    await withClient(`postgresql://postgres:${secret}@127.0.0.1:${port}/outage_history`, async (client) => {
      const { rows } = await client.query('select password from accounts')
      expect(rows).toEqual([{ password: expect.stringMatching(/^\$argon2id\$/) }])
      expect(rows[0].password).not.toContain(passwords[0])
    })
  })

  it('loads the sample archive into an empty database, once, and starts its worker again when that dies', async () => {
    const database = await createTestDatabase()
    try {
      const first = await start({ DATABASE_URL: database.url, SAMPLE: 'on' })
      await said(first, 'Ctrl+C stops it')
      await warmUp(first.url, ['/vendors/courier'])
      expect(await status(`${first.url}/vendors/courier`)).toBe(200)
      await first.stop()

      const second = await start({ DATABASE_URL: database.url, SAMPLE: 'on', WORKER: 'on', LOG_LEVEL: 'info' })
      await said(second, 'the worker is ready')
      await warmUp(second.url, ['/vendors/courier'])
      expect(await status(`${second.url}/vendors/courier`)).toBe(200)
      await withClient(database.url, async (client) => {
        const { rows } = await client.query(
          "select count(*)::int as loads from audit_entries where action = 'sample.load'",
        )
        expect(rows).toEqual([{ loads: 1 }])
      })

      const children = await readFile(`/proc/${second.process.pid}/task/${second.process.pid}/children`, 'utf8')
      const worker = Number(children.trim())
      process.kill(worker, 'SIGKILL')
      await said(second, 'the worker ended; starting it again')
      await expect.poll(() => second.output().split('the worker is ready').length, { timeout: 60_000 }).toBe(3)
      expect(await second.stop()).toBe(0)
    } finally {
      await database.drop()
    }
  })

  it('goes on after it was killed, with the database that was left running, and starts that again when it dies', async () => {
    await bringCluster(join(dataDir, 'postgres'))
    const first = await startAlone()
    await said(first, 'Ctrl+C stops it')
    const pid = await serverPid()
    first.process.kill('SIGKILL')
    await expect.poll(() => first.process.signalCode).toBe('SIGKILL')

    const second = await startAlone()
    expect(await serverPid()).toBe(pid)
    expect(await status(`${second.url}/readyz`)).toBe(200)

    process.kill(pid, 'SIGKILL')
    await expect.poll(() => serverPid().catch(() => pid), { timeout: 60_000 }).not.toBe(pid)
    await expect.poll(() => status(`${second.url}/readyz`), { timeout: 60_000 }).toBe(200)
    expect(await status(`${second.url}/vendors/nobody`)).toBe(404)
  })

  it('waits for a database of the operator’s that is not there yet', async () => {
    await bringCluster(join(dataDir, 'theirs'))
    const database = await startEmbeddedPostgres({ directory: join(dataDir, 'theirs') })
    const { port } = database
    await database.release()

    const site = await start({ DATABASE_URL: database.url('not_made_yet') })
    await said(site, 'The database does not answer')
    expect(await status(`${site.url}/healthz`)).toBe(200)
    expect(await status(`${site.url}/readyz`)).toBe(503)
    expect(await status(`${site.url}/`)).toBe(503)

    const back = await startEmbeddedPostgres({ directory: join(dataDir, 'theirs'), port })
    try {
      await said(site, 'Ctrl+C stops it')
      expect(await status(`${site.url}/readyz`)).toBe(200)
      expect(await status(`${site.url}/`)).toBe(200)
      await site.stop()
    } finally {
      await back.release()
    }
  })
})

describe('a start that cannot succeed', () => {
  const WRONG = { ADMIN_TOKEN: 'short', PUBLIC_URL: 'javascript:alert(1)', LOG_LEVEL: 'loud' }

  it.each(['start', 'worker', 'dev', 'build', 'prisma'])(
    'tells of all wrong settings before it touches anything: %s',
    async (name) => {
      const { code, output } = await runInVain(name, WRONG)
      expect(code).toBe(1)
      expect(output.trim().split('\n')).toEqual([
        'These settings are not valid. Nothing was started or changed:',
        expect.stringMatching('^- PUBLIC_URL must be an http or https address'),
        expect.stringMatching('^- ADMIN_TOKEN must have at least 32 characters'),
        expect.stringMatching('^- LOG_LEVEL must be one of'),
      ])
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
    },
  )

  it('tells of them on the command line too, and leaves the database of the operator alone', async () => {
    const url = new URL(process.env.TEST_DATABASE_URL ?? '')
    url.pathname = `/never_made_${process.pid}`
    const { code, output } = await runInVain('cli', { ADMIN_PASSWORD: 'abc', DATABASE_URL: url.href }, ['doctor'])
    expect(code).toBe(1)
    expect(output).toContain('ADMIN_PASSWORD must have 12 to 256 characters')
    await expect(reachDatabase(url.href)).rejects.toMatchObject({ code: '3D000' })
  })

  it('warns of a variable that is nearly a setting', async () => {
    const port = await findFreePort()
    const squatter = createServer().listen(port, '127.0.0.1')
    try {
      const { output } = await startInVain({
        ADMIN_PASWORD: 'not read by anybody',
        PORT: String(port),
        LOG_LEVEL: 'info',
      })
      expect(output).toContain('ADMIN_PASWORD is not a setting and has no effect. Did you mean ADMIN_PASSWORD?')
    } finally {
      squatter.close()
    }
  })

  it('names the port that is taken, and how to choose another', async () => {
    const port = await findFreePort()
    const squatter = createServer().listen(port, '127.0.0.1')
    try {
      const { code, output } = await startInVain({ PORT: String(port) })
      expect(code).toBe(1)
      expect(output).toContain(`Port ${port} is in use`)
      expect(output).not.toMatch(/^\s+at /m)
    } finally {
      squatter.close()
    }
  })

  it('says what the database says when it refuses, and ends', async () => {
    const url = new URL(process.env.TEST_DATABASE_URL ?? '')
    url.password = 'wrong'
    const { code, output } = await startInVain({ DATABASE_URL: url.href, PORT: String(await findFreePort()) })
    expect(code).toBe(1)
    expect(output).toContain('password authentication failed')
  })
})
