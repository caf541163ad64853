import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MAX_BODY_LENGTH } from '#lib/adapters/wire/markdown.ts'
import { pushDocument } from '#lib/admin/run/documents.ts'
import { pool } from '#lib/database/client.ts'
import { createParserThread, parseDocument } from '#lib/documents/parser.ts'
import { getRun } from '#lib/queries/runs.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { cpuMsOf } from '#tests/support/cpu-time.ts'
import { anyHtml } from '#tests/support/generators/any-html.ts'
import { aSource, clearDatabase, expectInvariants, useTestDatabase } from '#tests/support/ingest.ts'
import { statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { eventually, startWorkerProcess, type WorkerProcess } from '#tests/support/processes/worker-process.ts'

let drop: () => Promise<void>
let worker: WorkerProcess | undefined
beforeAll(async () => {
  drop = await useTestDatabase()
})
beforeEach(clearDatabase)
afterEach(expectInvariants)
afterAll(async () => {
  await worker?.end('SIGKILL')
  await closeQueue()
  await drop()
})

/** A Statuspage document whose every incident has 64 KB of HTML of another shape. */
function hostile(count: number, seed: number): Uint8Array {
  const bodies = fc.sample(anyHtml(MAX_BODY_LENGTH), { seed, numRuns: count })
  const incidents = bodies.map((body, n) => {
    const incident = statuspageIncident(n + 1)
    return { ...incident, incident_updates: incident.incident_updates.map((update) => ({ ...update, body })).slice(1) }
  })
  const page = { id: 'page00000001', name: 'Acme', url: 'http://status.example.org', time_zone: 'Etc/UTC' }
  return Buffer.from(JSON.stringify({ page, incidents }))
}

/** Made once: it takes longer than a test with it. */
let large: Uint8Array
beforeAll(() => {
  large = hostile(320, 1)
})

const about = { url: null, contentType: 'application/json', readAt: new Date('2026-01-01T00:00Z') }

async function push(vendorSlug: string, bytes: Uint8Array): Promise<string> {
  const fetchedAt = new Date('2026-01-01T00:00Z')
  const by = { trigger: 'api', actor: 'test', dryRun: false } as const
  return await pushDocument({ vendorSlug, platform: 'statuspage', ...about, bytes, fetchedAt, ...by })
}

async function ended(id: string) {
  return await eventually(async () => {
    const run = await getRun(id)
    return run?.finishedAt ? run : null
  }, 120_000)
}

describe('20 MB of hostile bodies', { timeout: 300_000 }, () => {
  it('are read in less than five seconds of processor time', async () => {
    expect(large.byteLength).toBeGreaterThan(20_000_000)
    const ms = await cpuMsOf(async () => {
      expect((await parseDocument('statuspage', { bytes: large, ...about })).incidents).toHaveLength(320)
    })
    expect(ms).toBeLessThan(5_000)
  })

  it('keep nobody waiting: pushes of another vendor are served while they are read', async () => {
    for (const vendor of ['acme', 'other']) await aSource({ vendor, platform: 'statuspage' })
    worker = startWorkerProcess(process.env.DATABASE_URL ?? '')
    const small = (n: number) => Buffer.from(JSON.stringify({ incident: statuspageIncident(n) }))
    await ended(await push('other', small(1)))
    const big = await push('acme', large)
    await eventually(async () => (await getRun(big))?.startedAt)
    let served = 0
    while ((await getRun(big))?.finishedAt === null) {
      expect(await ended(await push('other', small(2 + served)))).toMatchObject({ state: 'succeeded', created: 1 })
      served++
    }
    expect(await getRun(big)).toMatchObject({ error: null, state: 'succeeded', created: 320 })
    expect(served).toBeGreaterThan(2)
    const { rows } = await pool().query(
      'select 1 from incidents i join vendors v on v.id = i.vendor_id where v.slug = $1',
      ['other'],
    )
    expect(rows.length).toBe(1 + served)
  })
})

describe('the thread of the parser', () => {
  const request = (bytes: Uint8Array) =>
    ({ task: 'normalise', platform: 'statuspage', document: { bytes, ...about } }) as const

  it('says the same as this one, of a document that can be read and of one that cannot', async () => {
    const thread = createParserThread()
    const { task, platform, document } = request(hostile(3, 3))
    expect(await thread.ask({ task: 'parsed', platform, document })).toEqual({
      result: await parseDocument(platform, document),
    })
    expect(document.bytes.byteLength).toBeGreaterThan(0)
    const garbled = { ...document, bytes: Buffer.from('{') }
    expect(await thread.ask({ task, platform, document: garbled })).toMatchObject({ failure: { isParseError: true } })
    await thread.stop()
  })

  it('ends what takes too long, with a sentence, and reads the next all the same', async () => {
    const thread = createParserThread({ maxCpuMs: 1_000 })
    let ticks = 0
    const ticking = setInterval(() => ticks++, 10)
    const answers = await Promise.all([thread.ask(request(large)), thread.ask(request(hostile(1, 3)))])
    expect(answers).toMatchObject([
      { failure: { isParseError: true, message: 'The document takes more than 1 s to parse.' } },
      { result: { incidents: [{ externalId: 'inc000000001' }] } },
    ])
    clearInterval(ticking)
    // A second of work, in which this thread has not stood still.
    expect(ticks).toBeGreaterThan(20)
    await thread.stop()
  })
})
