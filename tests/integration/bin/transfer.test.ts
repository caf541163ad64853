import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { cli, spawnCli } from '#tests/support/cli.ts'
import { isFull } from '#tests/support/full.ts'
import { expectInvariants, useTestDatabase } from '#tests/support/ingest.ts'
import { type KeptSite, readKeptExport, readKeptSite } from '#tests/support/processes/kept-site.ts'
import { type RunningSite, startSite, warmUp } from '#tests/support/site.ts'

const root = join(import.meta.dirname, '..', '..', '..')
let kept: KeptSite
let folder: string
let site: RunningSite
let drop: () => Promise<void>

beforeAll(async () => {
  kept = await readKeptSite()
  folder = await mkdtemp(join(tmpdir(), 'outage-history-transfer-'))
  drop = await useTestDatabase()
  site = await startSite({
    env: { DATABASE_URL: process.env.DATABASE_URL, PUBLIC_URL: kept.publicUrl, WORKER: 'on' },
  })
}, 300_000)

afterAll(async () => {
  await site?.stop()
  await drop?.()
  await rm(folder, { recursive: true, force: true })
})

const path = (name: string) => join(folder, name)
const recordsOf = async (name: string) => (await readFile(path(name), 'utf8')).split('\n').slice(1).join('\n')

/** What the API says of three vendors, as it is sent, once the worker has computed what an import leaves to it. */
async function answers(): Promise<string[]> {
  await untilForecastsAreComputed()
  const paths = ['ferrox-post', 'quarry-db', 'tidewater-cdn'].flatMap((slug) => {
    const query = `asOf=${kept.vendors[slug]?.asOf}&window=all&kind=all`
    return [`vendors/${slug}?${query}`, `vendors/${slug}/incidents?${query}&limit=100`]
  })
  return await Promise.all(paths.map(async (each) => (await fetch(`${site.url}/api/v1/${each}`)).text()))
}

/** Asks for pages for as long as something is done; returns all statuses and how many vendors each listed. */
async function whileServing<T>(
  operation: () => Promise<T>,
): Promise<{ result: T; statuses: (number | string)[]; vendorCounts: number[] }> {
  let isOver = false
  const statuses = new Set<number | string>()
  const vendorCounts = new Set<number>()
  await warmUp(site.url, ['/', '/api/v1/vendors?limit=100'])
  const asking = (async () => {
    while (!isOver) {
      const [page, list] = await Promise.all([fetch(`${site.url}/`), fetch(`${site.url}/api/v1/vendors?limit=100`)])
      const texts = [await page.text(), await list.text()]
      for (const [index, { status }] of [page, list].entries())
        statuses.add(status === 200 ? 200 : `${status} ${texts[index]}`)
      if (list.ok) vendorCounts.add(JSON.parse(texts[1] ?? '').vendors.length)
    }
  })()
  try {
    return { result: await operation(), statuses: [...statuses], vendorCounts: [...vendorCounts] }
  } finally {
    isOver = true
    await asking
  }
}

const TIMES = isFull ? 10 : 1

describe('export and import, as commands beside a site that serves', { timeout: 120_000 }, () => {
  it('bring a site of November 2026 into an empty one, and back into a used one, with the same answers', async () => {
    await writeFile(path('old.ndjson.gz'), gzipSync((await readKeptExport()).join('\n')))
    const first = await whileServing(() => spawnCli('import', path('old.ndjson.gz')))
    expect(first.result).toMatchObject({ code: 0 })
    expect(first.result.out).toMatch(
      /^Read [\d,]+ records \(471 incidents with 1,792 updates\), [\d,]+ a second, from /,
    )
    expect(first.statuses).toEqual([200])

    const before = await answers()
    for (const [slug, { asOf, all }] of Object.entries(kept.vendors)) {
      const answer = await fetch(`${site.url}/api/v1/vendors/${slug}?asOf=${asOf}&window=all&kind=all`)
      expect(await answer.json()).toMatchObject(all)
    }

    expect(await spawnCli('export', '--out', path('new.ndjson'))).toMatchObject({ code: 0 })
    await pool().query("update incidents set title = 'Changed since' where vendor_id = 1")
    const second = await whileServing(() => spawnCli('import', path('new.ndjson'), '--replace'))
    expect(second.result).toMatchObject({ code: 0 })
    expect([second.statuses, second.vendorCounts]).toEqual([[200], [15]])
    expect(await answers()).toEqual(before)
    await expectInvariants()
  })

  it(`leave the same records however often they are repeated: ${TIMES} of ${TIMES}`, async () => {
    await untilMethodIsApplied()
    await cli('export', '--out', path('0.ndjson'))
    const before = await answers()
    for (let time = 1; time <= TIMES; time++) {
      expect(await cli('import', path('0.ndjson'), '--replace')).toMatchObject({ code: 0 })
    }
    expect(await cli('export', '--out', path('last.ndjson'))).toMatchObject({ code: 0 })
    // Each import over another one notes itself in the log.
    const withoutLog = (text: string) => text.split('\n').filter((line) => !/^\{"(auditEntry|end)":/.test(line))
    expect(withoutLog(await recordsOf('last.ndjson'))).toEqual(withoutLog(await recordsOf('0.ndjson')))
    expect(await answers()).toEqual(before)
  })

  it('read and write files compressed by gzip and zstd', async () => {
    for (const name of ['a.ndjson.gz', 'a.ndjson.zst'])
      expect(await cli('export', '--out', path(name))).toMatchObject({ code: 0 })
    const text = gunzipSync(await readFile(path('a.ndjson.gz'))).toString()
    // How a file is compressed is told by its bytes, not by its name.
    await writeFile(path('named-otherwise'), zstdCompressSync(text))
    for (const name of isFull ? ['a.ndjson.zst', 'named-otherwise'] : ['named-otherwise'])
      expect(await cli('import', path(name), '--replace')).toMatchObject({ code: 0 })
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('say what is wrong with a file, and change nothing', async () => {
    const before = await answers()
    const whole = await readFile(path('a.ndjson.gz'))
    await writeFile(path('cut.gz'), whole.subarray(0, whole.length / 2))
    await writeFile(path('other.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]))
    for (const [args, complaint] of [
      [['import', path('cut.gz'), '--replace'], 'the compressed data is truncated or damaged.'],
      [['import', path('other.png'), '--replace'], 'Line 1 is not UTF-8 text'],
      [['import', path('nowhere'), '--replace'], 'nowhere: no such file or folder.'],
      [['import', folder, '--replace'], ': the path is a folder.'],
      [['import', path('a.ndjson.gz')], 'The database already contains vendors'],
      [['export', '--out', path('no/such/folder.ndjson')], 'folder.ndjson.part: no such file or folder.'],
    ] as const) {
      const end = await cli(...args)
      expect([end.code, end.err]).toEqual([1, expect.stringContaining(complaint)])
    }
    expect(await answers()).toEqual(before)
  })

  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const) {
    it(`leave everything as it was when ${signal} ends an import half-way, and end at once`, async () => {
      const before = await answers()
      // Cut, and then nothing but empty lines: the import is at work for as long as those come.
      const file = join(folder, `${signal}.fifo`)
      await once(spawn('mkfifo', [file]), 'exit')
      const child = spawn(process.execPath, [join(root, 'bin', 'cli.ts'), 'import', file, '--replace'], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, LOG_LEVEL: 'silent' },
      })
      let said = ''
      child.stderr.on('data', (text) => (said += text))
      const trickle = '(head -n -100 "$1"; while sleep 0.2; do echo; done) > "$2"'
      const writer = spawn('sh', ['-c', trickle, 'sh', path('0.ndjson'), file])
      try {
        await expect.poll(() => pendingDeletions(), { timeout: 60_000 }).toBe(true)
        if (signal === 'SIGTERM') expect(await changeName()).toBe(503)
        const ended = once(child, 'exit')
        const killedAt = performance.now()
        child.kill(signal)
        expect((await ended)[0]).toBe(code)
        expect(performance.now() - killedAt).toBeLessThan(10_000)
        if (signal === 'SIGTERM') expect(said).toContain('The import was stopped; nothing was changed.')
      } finally {
        writer.kill()
        child.kill('SIGKILL')
      }
      await expect.poll(() => pendingDeletions(), { timeout: 60_000 }).toBe(false)
      expect(await answers()).toEqual(before)
      // Nothing is held up any more.
      await pool().query("update vendors set name = name where slug = 'ferrox-post'")
    })
  }
})

/** An import of an old export makes the worker replay every source; until that is over, nothing stands still. */
async function untilMethodIsApplied(): Promise<void> {
  const left = async () => {
    const { rows } = await pool().query<{ left: number }>(
      `select ((select count(*) from runs where mode = 'replay' and state in ('queued', 'running'))
         + (select count(*) from method_versions where applied_at is null))::int as left`,
    )
    return rows[0]?.left
  }
  await expect.poll(left, { timeout: 60_000 }).toBe(0)
}

async function untilForecastsAreComputed(): Promise<void> {
  const left = async () => {
    const { rows } = await pool().query<{ left: number }>(
      `select count(*)::int as left from vendors v left join vendor_forecasts f on f.vendor_id = v.id
       where f.vendor_id is null or f.due_at is not null`,
    )
    return rows[0]?.left
  }
  await expect.poll(left, { timeout: 60_000 }).toBe(0)
}

/** As an admin does; returns the status. */
async function changeName(): Promise<number> {
  const headers = { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ name: 'Ferrox Letters' })
  return (await fetch(`${site.url}/api/v1/vendors/ferrox-post`, { method: 'PATCH', headers, body })).status
}

/** Whether an import holds all its locks: this is the last one that it takes. */
async function pendingDeletions(): Promise<boolean> {
  const { rowCount } = await pool().query(
    // Databases that are copies of one template have tables of the same number.
    `select from pg_locks where relation = 'incident_words'::regclass and mode = 'ExclusiveLock' and granted
       and database = (select oid from pg_database where datname = current_database())`,
  )
  return rowCount !== 0
}
