import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { formatArchive } from '#lib/adapters/archive.ts'
import { pool } from '#lib/database/client.ts'
import { isWorkerAlive } from '#lib/worker/worker.ts'
import { cli, spawnCli } from '#tests/support/cli.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { clearDatabase, expectInvariants, useTestDatabase } from '#tests/support/ingest.ts'
import { serveCstate } from '#tests/support/platforms/cstate.ts'
import { serveStatuspage, statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { eventually, startWorkerProcess } from '#tests/support/processes/worker-process.ts'
import { startVendorServer } from '#tests/support/vendor-server.ts'

let drop: () => Promise<void>
let folder: string

beforeAll(async () => {
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
  drop = await useTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'outage-history-cli-'))
})
beforeEach(clearDatabase)
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await drop()
})

async function aFile(name: string, body: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, body)
  return path
}

const document = formatArchive(aDocument([anIncident('a'), anIncident('b')]))
const ingestOf = (file: string) => ['ingest', '--vendor', 'acme', '--platform', 'archive', '--file', file]

describe('the command line, without a worker', () => {
  it('adds a vendor, takes in a document, and tells how it came out', async () => {
    expect(await cli('vendor', 'add', '--slug', 'acme', '--name', 'Acme')).toMatchObject({
      code: 0,
      out: 'Added acme.\n',
    })
    const file = await aFile('good.json', document)
    const first = await cli(...ingestOf(file), '--fetched-at', '2026-03-02T00:00:00Z')
    expect(first).toMatchObject({ code: 0 })
    expect(first.out).toContain('succeeded: acme, archive: 2 created, 0 updated, 0 unchanged')
    expect((await cli(...ingestOf(file), '--dry-run')).out).toContain('unchanged (dry run, nothing was written)')
    expect((await cli('replay', '--vendor', 'acme')).out).toContain('unchanged: acme')
    const { code, out } = await cli('doctor')
    expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([0, 'No problems found.'])
    expect(out).toMatch(/^observations: 1 rows, \d+\.\d MB, the oldest of 2026-03-02T00:00Z$/m)
    expect(out).toContain('Retention: runs without changes 7 days, other runs 400, sign-ins 400.')
    expect((await cli('runs')).out.match(/run [0-9a-f-]{36}/g)).toHaveLength(3)
    await expectInvariants()
  })

  it('replays all vendors as one, compares figures, merges, and deletes in words', async () => {
    const file = await aFile('good.json', document)
    for (const slug of ['acme', 'beta']) {
      await cli('vendor', 'add', '--slug', slug, '--name', slug)
      await cli(
        'ingest',
        '--vendor',
        slug,
        '--platform',
        'archive',
        '--file',
        file,
        '--fetched-at',
        '2026-03-02T00:00:00Z',
      )
    }
    const tried = await cli('replay', '--all', '--dry-run')
    expect(tried).toMatchObject({ code: 0 })
    expect(tried.out).toMatch(/2 runs: 2 unchanged\n {2}batch [0-9a-f-]{36}\n$/)
    expect((await cli('replay')).code).not.toBe(0)

    const merge = ['vendor', 'merge', '--vendor', 'beta', '--into', 'acme']
    expect((await cli(...merge, '--dry-run')).out).toContain('incidentCount: beta 2, acme 2 → 2')
    expect(await cli(...merge, '--confirm', 'acme')).toMatchObject({ code: 1 })
    expect((await cli(...merge, '--confirm', 'beta')).out).toContain('beta is now part of acme')
    const { out } = await cli('source', 'list', '--vendor', 'acme')
    expect(out).toMatch(/\tarchive\tarchive\t\tprimary\n\d+\tbeta\/archive\tarchive\t\tmoved to archive\n$/)
    const id = /(\d+)\tbeta/.exec(out)?.[1] ?? ''
    expect((await cli('source', 'delete', '--source', id, '--dry-run')).out).toContain('2 incidents')
    expect((await cli('source', 'delete', '--source', id, '--confirm', 'beta/archive')).code).toBe(0)
    expect((await cli('vendor', 'delete', '--vendor', 'acme', '--confirm', 'acme')).code).toBe(0)
    await expectInvariants()
  })

  it('moves a source, first as a dry run, and turns the move round', async () => {
    const vendor = await startVendorServer()
    try {
      const incidents = [1, 2, 3].map((n) => statuspageIncident(n))
      vendor.answer((path, host) =>
        host === '127.0.0.1' ? serveStatuspage(incidents)(path) : serveCstate('', incidents.slice(1))(path),
      )
      await cli('vendor', 'add', '--slug', 'acme', '--name', 'Acme', '--platform', 'statuspage', '--url', vendor.url)
      await cli('poll', '--vendor', 'acme')
      const move = ['source', 'move', '--source', '1', '--url', vendor.url.replace('127.0.0.1', '127.0.0.2')]
      expect((await cli(...move, '--dry-run')).out).toContain(
        '2 matched, 1 only on the old page, 0 only on the new page.',
      )
      expect((await cli('source', 'list', '--vendor', 'acme')).out.trim().split('\n')).toHaveLength(1)
      const moved = await cli(...move)
      expect(moved).toMatchObject({ code: 0 })
      expect(moved.out).toContain('succeeded: acme, cstate: 2 created')
      expect((await cli('source', 'move', '--source', '1', '--back')).out).toContain('Move undone')
      await expectInvariants()
    } finally {
      await vendor.close()
    }
  })

  it('ends with 1 and a sentence when the document cannot be read, or is too large', async () => {
    await cli('vendor', 'add', '--slug', 'acme', '--name', 'Acme')
    const broken = await cli(...ingestOf(await aFile('broken.json', document.slice(0, 100))))
    expect(broken).toMatchObject({ code: 1 })
    expect(broken.out).toMatch(/^failed: acme, archive: 0 created.*\n {2}acme: the archive document: \S+/)
    const large = await aFile('large.json', '')
    await truncate(large, 25_000_001)
    const refused = await cli(...ingestOf(large))
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.out).toContain('has 25000001 bytes; the limit for a document is 25 MB.')
    expect((await pool().query("select count(*)::int as count from runs where state = 'failed'")).rows).toEqual([
      { count: 2 },
    ])
  })

  it('adds a vendor of the catalogue by its slug, and has its source read', async () => {
    expect((await cli('catalogue', '--search', 'github')).out).toMatch(/^github\tGitHub\tCode\tstatuspage\thttps:/)
    expect((await cli('catalogue', '--search', 'githb')).out).toMatch(/^github\tGitHub\t/m)
    expect(await cli('catalogue', '--category', 'Nothing')).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('The catalogue has no such vendor.'),
    })
    expect(await cli('vendro')).toMatchObject({
      code: 2,
      out: expect.stringMatching(/There is no command "vendro"\. Did you mean vendor\?\n$/),
    })
    expect(await cli('vendor', 'add', '--from-catalogue', 'github')).toMatchObject({
      code: 0,
      out: 'Added GitHub. Reading starts as soon as a worker runs.\n',
    })
    const { rows } = await pool().query(
      'select v.slug, s.platform, r.mode, r.state, r.trigger from vendors v join sources s on s.vendor_id = v.id join runs r on r.source_id = s.id order by r.mode',
    )
    // The whole history too, as in the admin area and the API.
    const run = { slug: 'github', platform: 'statuspage', state: 'queued', trigger: 'cli' }
    expect(rows).toEqual([
      { ...run, mode: 'poll' },
      { ...run, mode: 'backfill' },
    ])
    expect((await cli('vendor', 'add', '--from-catalogue', 'github')).err).toContain('already')
    expect((await cli('vendor', 'add', '--from-catalogue', 'nobody')).err).toContain(
      'The catalogue has no vendor "nobody".',
    )
    expect(
      await cli('vendor', 'add', '--from-catalogue', 'stripe, nobody,courier,stripe', '--no-backfill'),
    ).toMatchObject({
      code: 1,
      out: 'The catalogue has no vendor "nobody".\nAdded Stripe, Courier. Reading starts as soon as a worker runs.\n',
    })
    expect((await pool().query("select 1 from runs where mode = 'backfill'")).rowCount).toBe(1)
  })

  it('checks a catalogue, and names the lines with errors', async () => {
    expect(await cli('catalogue', '--check', 'prisma/catalogue.tsv')).toMatchObject({ code: 0 })
    const file = await aFile('catalogue.tsv', 'slug\tname\n')
    const checked = await cli('catalogue', '--check', file)
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('line 1: The heading must be slug, name') })
    expect((await cli('catalogue', '--check', 'nowhere.tsv')).err).toContain('--check: nowhere.tsv cannot be read.')
  })

  it('ends with 1 and says what is wrong with the call', async () => {
    const file = await aFile('good.json', document)
    expect((await cli(...ingestOf(file))).err).toContain('There is no vendor "acme".')
    expect((await cli('ingest', '--vendor', 'acme')).err).toContain('--file is missing')
    expect((await cli(...ingestOf('nowhere.json'))).err).toContain('File not found: nowhere.json.')
    expect((await cli(...ingestOf(file), '--fetched-at', 'yesterday')).err).toContain('--fetched-at must be an instant')
    expect(await cli('frobnicate')).toMatchObject({ code: 2, out: expect.stringContaining('npm run cli -- ingest') })
  })
})

describe('the command line, in a process of its own', () => {
  it('prints what was asked for on standard output, and ends with 0', async () => {
    expect(await spawnCli('vendor', 'add', '--slug', 'acme', '--name', 'Acme')).toMatchObject({
      code: 0,
      out: 'Added acme.\n',
    })
    expect((await pool().query('select slug from vendors')).rows).toEqual([{ slug: 'acme' }])
  })

  it('says on standard error, in a sentence, what is wrong, and ends with 1', async () => {
    const refused = await spawnCli(...ingestOf(await aFile('good.json', document)))
    expect(refused).toMatchObject({ code: 1, out: '' })
    // After what took so long that it was mentioned.
    expect(refused.err).toMatch(/(^|\n)\nThere is no vendor "acme"\.\n$/)
    expect(refused.err).not.toMatch(/^\s+at /m)
  })

  it('leaves the run to the worker that there is', async () => {
    await cli('vendor', 'add', '--slug', 'acme', '--name', 'Acme')
    await pool().query(`
      create table writers (pid int);
      create function note_writer() returns trigger language plpgsql as
        $$ begin insert into writers values (pg_backend_pid()); return null; end $$;
      create trigger note_writer after insert on incidents for each statement execute function note_writer()`)
    const worker = startWorkerProcess(process.env.DATABASE_URL ?? '')
    try {
      await eventually(isWorkerAlive)
      expect((await spawnCli(...ingestOf(await aFile('good.json', document)))).out).toContain('2 created')
      // The command is gone, and the connection that wrote is still there.
      const { rowCount } = await pool().query('select from pg_stat_activity a join writers w on w.pid = a.pid')
      expect(rowCount).toBe(1)
    } finally {
      await worker.end('SIGTERM')
      await pool().query('drop trigger note_writer on incidents; drop function note_writer; drop table writers')
    }
  })
})
