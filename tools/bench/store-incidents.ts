import type { Column } from '#lib/database/bulk-write.ts'
import { pool } from '#lib/database/client.ts'
import { copyRows } from '#lib/database/copy-rows.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { keepDocument } from '#lib/documents/document.ts'
import { indexDueWords } from '#lib/incidents/search-index.ts'
import { ingestDocument } from '#lib/ingest/ingest-document.ts'
import { createSource, getSource, type Source } from '#lib/sources/source.ts'
import { connectTestDatabase } from '#tests/support/ingest.ts'
import { type Bench, type Measurement, median } from './bench.ts'

const ROUNDS = 5
const INCIDENTS = 10_000
const UPDATES = 5
/** The tables that a new incident writes, parents first. */
const TABLES = ['incidents', 'incident_updates', 'incident_components']

/**
 * A Statuspage list of 10,000 incidents with five updates each: from its bytes into an empty database, compared with COPY of
 * the resulting rows into the same tables, emptied; then the same bytes again, and different bytes with the same content.
 */
export const storeIncidentsBench: Bench = {
  name: 'store-incidents',
  async run(say) {
    const { drop } = await connectTestDatabase()
    const rounds: Round[] = []
    try {
      // The first round is a warm-up and does not count.
      for (let round = 0; round <= ROUNDS; round += 1) {
        say(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`)
        const result = await measureRound()
        if (round > 0) rounds.push(result)
      }
    } finally {
      await drop()
    }
    const perSecond = (pick: (round: Round) => number) => INCIDENTS / median(rounds.map(pick))
    const measured = (what: string, pick: (round: Round) => number, note?: string): Measurement => ({
      what,
      perSecond: perSecond(pick),
      unit: 'incidents',
      note,
    })
    return {
      measurements: [
        measured('COPY of the rows of new incidents', (round) => round.copy),
        measured('new incidents, parsed and stored', (round) => round.fresh, `${UPDATES} updates each`),
        measured('their words taken apart for search, afterwards', (round) => round.words),
        measured('unchanged, the same bytes', (round) => round.same),
        measured('unchanged, other bytes that say the same', (round) => round.alike),
      ],
      ratios: [
        {
          what: 'new incidents / COPY of their rows',
          value: median(rounds.map((round) => round.copy / round.fresh)),
          goal: 0.4,
        },
        // 100,000 a second where COPY does 24,000.
        {
          what: 'unchanged incidents / COPY of their rows',
          value: median(rounds.map((round) => round.copy / round.same)),
          goal: 4,
        },
        {
          what: 'unchanged incidents in other bytes / COPY of their rows',
          value: median(rounds.map((round) => round.copy / round.alike)),
          goal: null,
        },
      ],
    }
  },
}

/** Seconds that each method took. */
interface Round {
  fresh: number
  words: number
  same: number
  alike: number
  copy: number
}

async function measureRound(): Promise<Round> {
  await pool().query('truncate vendors restart identity cascade')
  const source = await makeSource()
  const fresh = await take(source, aList('2026-01-01T00:00:00.000Z'), INCIDENTS)
  const same = await take(source, aList('2026-01-01T00:00:00.000Z'), 0)
  const alike = await take(source, aList('2026-01-01T00:05:00.000Z'), 0)
  const words = await secondsOf(indexDueWords)
  return { fresh, words, same, alike, copy: await copyAgain() }
}

async function makeSource(): Promise<Source> {
  return await inTransaction(async (tx) => {
    const { rows } = await tx.query(
      "insert into vendors (key, slug, name) values ('acme', 'acme', 'Acme') returning id",
    )
    const url = 'https://status.example.org'
    const id = await createSource(tx, { vendorId: rows[0].id, platform: 'statuspage', url, origin: 'live' })
    return await getSource(tx, id)
  })
}

let clockMs = Date.UTC(2026, 5, 1)

/** The time from a body's bytes to the commit; throws unless exactly this many incidents are new. */
async function take(source: Source, bytes: Uint8Array, created: number): Promise<number> {
  const url = `${source.url}/api/v2/incidents.json`
  const kept = await keepDocument(pool(), { sourceId: source.id, bytes, url, contentType: 'application/json' })
  clockMs += 60_000
  const readAt = new Date(clockMs)
  let outcome: Awaited<ReturnType<typeof ingestDocument>> | undefined
  const seconds = await secondsOf(async () => {
    const document = { ...kept, bytes }
    outcome = await ingestDocument({ source, document, readAt, dryRun: false, now: readAt, finish: async () => {} })
  })
  if (outcome?.created !== created || outcome.updated !== 0 || outcome.unchanged !== INCIDENTS - created)
    throw new Error(`The ingest came to something else: ${JSON.stringify({ ...outcome, changes: [] })}`)
  return seconds
}

/** Empties the tables of the stored rows, and copies the rows back in one transaction. */
async function copyAgain(): Promise<number> {
  const client = await pool().connect()
  try {
    // COPY must not hit limits that the ingest, in its pieces, would not.
    await client.query('set statement_timeout = 0')
    const copies: { table: string; columns: Column<string[]>[]; rows: string[][] }[] = []
    for (const table of TABLES) {
      const { fields } = await client.query(`select * from ${table} limit 0`)
      const names = fields.map(({ name }) => name)
      const text = `select ${names.map((name) => `${name}::text`).join(', ')} from ${table} order by 1, 2`
      const { rows } = await client.query({ rowMode: 'array', text })
      const columns = names.map((name, index) => ({ name, type: 'text', value: (row: string[]) => row[index] }))
      copies.push({ table, columns, rows })
    }
    await client.query('truncate incidents cascade')
    return await secondsOf(async () => {
      await client.query('begin')
      for (const { table, columns, rows } of copies) await copyRows(client, table, columns, rows)
      await client.query('commit')
    })
  } finally {
    client.release(true)
  }
}

async function secondsOf(operation: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await operation()
  return (performance.now() - began) / 1000
}

/** 22 MB in Statuspage's form: 10,000 incidents with five updates each. */
export function aList(updatedAt: string): Uint8Array {
  const page = {
    id: 'page00000001',
    name: 'Acme',
    url: 'https://status.example.org',
    time_zone: 'Etc/UTC',
    updated_at: updatedAt,
  }
  return Buffer.from(JSON.stringify({ page, incidents: Array.from({ length: INCIDENTS }, (_, n) => anIncident(n)) }))
}

const STATUSES = ['investigating', 'identified', 'identified', 'monitoring', 'resolved']
const MINUTE_MS = 60_000

/** Incident number `n` of a series that begins every three hours, with two of twelve components. */
function anIncident(n: number) {
  const id = `i${String(n).padStart(11, '0')}`
  const start = Date.UTC(2022, 0, 1) + n * 180 * MINUTE_MS
  const at = (minutes: number) => new Date(start + minutes * MINUTE_MS).toISOString()
  const updates = STATUSES.slice(0, UPDATES).map((status, index) => ({
    id: `u${id}${index}`,
    incident_id: id,
    status,
    body: `Report ${index + 1} on number ${n}: requests of some customers in region ${n % 17} take longer than they should, and ${n % 90} in a hundred fail. The team works on it and writes again within the hour.`,
    created_at: at(index * 20),
    updated_at: at(index * 20),
    display_at: at(index * 20),
    affected_components: null,
  }))
  return {
    id,
    name: `Slow requests in region ${n % 17}, number ${n}`,
    status: 'resolved',
    created_at: at(0),
    updated_at: at(80),
    monitoring_at: at(60),
    resolved_at: at(80),
    impact: n % 5 === 0 ? 'major' : 'minor',
    shortlink: `https://stspg.io/${id}`,
    started_at: at(0),
    page_id: 'page00000001',
    incident_updates: updates.reverse(),
    components: [aComponent(n % 12), aComponent((n + 5) % 12)],
  }
}

function aComponent(n: number) {
  return {
    id: `c${String(n).padStart(11, '0')}`,
    name: `Component ${n}`,
    status: 'operational',
    group_id: null,
    position: n,
  }
}
