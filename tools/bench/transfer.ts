import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withClient } from '#bin/database.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import type { Bench, Measurement } from './bench.ts'

const FEW = 10_000
const MANY = 100_000
const UPDATES = 3
const LOOK_MS = 100

/**
 * The commands `export` and `import --replace`, for 10,000 and 100,000 incidents with three updates each: with ten times as
 * many, the rate should not fall and memory should not grow.
 */
export const transferBench: Bench = {
  name: 'transfer',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'outage-history-bench-'))
    try {
      const few = await measure(FEW, folder, say)
      const many = await measure(MANY, folder, say)
      return {
        measurements: [few, many].flatMap(toMeasurements),
        ratios: [
          {
            what: 'export, rate of 100,000 incidents / of 10,000',
            value: rate(many, 'out') / rate(few, 'out'),
            goal: 0.5,
          },
          {
            what: 'import, rate of 100,000 incidents / of 10,000',
            value: rate(many, 'in') / rate(few, 'in'),
            goal: 0.5,
          },
          {
            what: 'export, peak memory of 10,000 incidents / of 100,000',
            value: few.out.peakMb / many.out.peakMb,
            goal: 0.6,
          },
          {
            what: 'import, peak memory of 10,000 incidents / of 100,000',
            value: few.in.peakMb / many.in.peakMb,
            goal: 0.6,
          },
        ],
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

interface Command {
  seconds: number
  /** NaN if the system does not report it. */
  peakMb: number
}

interface Round {
  incidents: number
  fileMb: number
  out: Command
  in: Command
}

const rate = (round: Round, way: 'out' | 'in') => round.incidents / round[way].seconds

async function measure(incidents: number, folder: string, say: (line: string) => void): Promise<Round> {
  const database = await createTestDatabase()
  const file = join(folder, `${incidents}.ndjson`)
  try {
    say(`filling a database with ${incidents} incidents`)
    await withClient(database.url, async (client) => void (await client.query(fill(incidents))))
    const out = await runCommand(database.url, ['export', '--out', file], say)
    const back = await runCommand(database.url, ['import', file, '--replace'], say)
    return { incidents, fileMb: (await stat(file)).size / 1e6, out, in: back }
  } finally {
    await database.drop()
  }
}

async function runCommand(url: string, args: string[], say: (line: string) => void): Promise<Command> {
  const cli = join(import.meta.dirname, '..', '..', 'bin', 'cli.ts')
  const startedAt = performance.now()
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: url, LOG_LEVEL: 'warn' },
  })
  child.stdout.on('data', (text) => say(String(text).trim()))
  let peakMb = Number.NaN
  const looking = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1]
    if (peak !== undefined) peakMb = Number(peak) / 1000
  }, LOOK_MS)
  const [code] = await once(child, 'exit')
  clearInterval(looking)
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}.`)
  return { seconds: (performance.now() - startedAt) / 1000, peakMb }
}

function toMeasurements(round: Round): Measurement[] {
  const size = `${round.incidents.toLocaleString('en')} incidents, ${Math.round(round.fileMb)} MB`
  return (['out', 'in'] as const).map((way) => ({
    what: `${way === 'out' ? 'export' : 'import --replace'} of ${size}`,
    perSecond: rate(round, way),
    unit: 'incidents',
    note: `peak memory ${Math.round(round[way].peakMb)} MB`,
  }))
}

/** A vendor with this many incidents, three updates each, and a 2 MB document per 5,000 incidents. */
function fill(incidents: number): string {
  return `
    insert into vendors (id, key, slug, name) values (1, 'acme', 'acme', 'Acme');
    insert into sources (id, vendor_id, key, platform, url, is_primary) values (1, 1, 'statuspage-acme', 'statuspage', 'https://status.acme.example', true);
    insert into documents (source_id, url, sha256, byte_length, body, listed, parsed)
    select 1, 'https://status.acme.example/' || n, encode(sha256(n::text::bytea), 'hex'), 2000000, decode(repeat(md5(n::text), 125000), 'hex'), '{}', true
    from generate_series(1, ${incidents} / 5000) n;
    insert into incidents (vendor_id, source_id, external_id, public_id, title, source_kind, source_impact, status, stated_started_at, regions,
      content_hash, observed_at, source_sha256, derived_started_at, derived_ended_at, derived_basis, update_count, kind, impact, started_at, ended_at, basis,
      sort_at, first_seen_at)
    select 1, 1, 'e' || n, substr(md5(n::text), 1, 12), 'Requests of customer group ' || n || ' are slow', 'incident', 'minor', 'resolved', t, '{}',
      md5(n::text), t, md5('x'), t, t + interval '40 minutes', 'reported', ${UPDATES}, 'incident', 'minor', t, t + interval '40 minutes', 'reported', t, t
    from generate_series(1, ${incidents}) n, lateral (select timestamptz '2016-01-01Z' + n * interval '45 minutes' as t) x;
    insert into incident_updates (incident_id, external_id, status, posted_at, body, position, observed_at, source_sha256, first_seen_at)
    select i.id, 'u' || n, 'investigating', i.started_at + n * interval '10 minutes',
      'Update ' || n || ' of ' || i.external_id || ': ' || repeat('we look into why requests to the service fail, ', 6), 0, i.observed_at, i.source_sha256, i.observed_at
    from incidents i, generate_series(1, ${UPDATES}) n;
    analyze`
}
