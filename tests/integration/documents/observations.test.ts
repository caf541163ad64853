import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '#lib/adapters/adapter.ts'
import { formatArchive } from '#lib/adapters/archive.ts'
import { pool } from '#lib/database/client.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { anyDocument } from '#tests/support/generators/any-document.ts'
import {
  clearDatabase,
  expectInvariants,
  ingest,
  keepDocumentsAlone,
  liveState,
  runMode,
} from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true, checked: true })

const RUNS = Number(process.env.PROPERTY_RUNS ?? 6)
const minute = (n: number) => new Date(Date.UTC(2026, 3, 1, 10, n))
const [ONE, OTHER] = [aDocument([anIncident('a')]), aDocument([anIncident('a', { title: 'Other' })])]

async function observations(): Promise<string[]> {
  const { rows } = await pool().query(
    `select o.first_observed_at as first, o.last_observed_at as last, o.read_count as count, d.sha256
     from observations o join documents d on d.id = o.document_id order by o.first_observed_at, d.sha256`,
  )
  const nameOf = (sha256: string) => (sha256 === shaOf(ONE) ? 'one' : 'other')
  return rows.map(({ sha256, first, last, count }) => `${nameOf(sha256)} ${timeOf(first)}-${timeOf(last)} ${count}`)
}

const timeOf = (at: Date) => at.toISOString().slice(11, 16)
const shaOf = (document: ParsedDocument) => createHash('sha256').update(formatArchive(document)).digest('hex')

describe('the same document read again', () => {
  it('is one observation, until three intervals are missed', async () => {
    for (const n of [0, 5, 10, 25, 41, 46]) await ingest(ONE, { readAt: minute(n) })
    expect(await observations()).toEqual(['one 10:00-10:25 4', 'one 10:41-10:46 2'])
  })

  it('is another observation after another document at its address', async () => {
    for (const [document, n] of [
      [ONE, 0],
      [ONE, 5],
      [OTHER, 10],
      [ONE, 15],
      [ONE, 20],
    ] as const)
      await ingest(document, { readAt: minute(n) })
    expect(await observations()).toEqual(['one 10:00-10:05 2', 'other 10:10-10:10 1', 'one 10:15-10:20 2'])
  })

  it('is parted by a document that comes late, between the very reads that it lies between', async () => {
    for (const n of [0, 5, 10, 15]) await ingest(ONE, { readAt: minute(n) })
    await ingest(OTHER, { readAt: minute(7) })
    expect(await observations()).toEqual(['one 10:00-10:05 2', 'other 10:07-10:07 1', 'one 10:10-10:15 2'])
    await ingest(ONE, { readAt: minute(6) })
    await ingest(ONE, { readAt: minute(5) })
    expect(await observations()).toEqual(['one 10:00-10:06 3', 'other 10:07-10:07 1', 'one 10:10-10:15 2'])
  })

  it('counts what nobody could read, too, once for the whole time', async () => {
    for (const n of [0, 5, 10]) await ingest('<html>Down</html>', { readAt: minute(n) })
    expect(await observations()).toEqual(['other 10:00-10:10 3'])
  })
})

interface Read {
  document: ParsedDocument
  /** Of two. */
  address: string
  at: Date | null
}

/** Reads of few documents at two addresses, with gaps within and beyond three intervals, now and then without a time. */
const anyReads: fc.Arbitrary<Read[]> = fc
  .tuple(
    fc.array(anyDocument, { minLength: 2, maxLength: 3 }),
    fc.uniqueArray(fc.integer({ min: 0, max: 18 }), { minLength: 3, maxLength: 9 }),
    fc.infiniteStream(fc.tuple(fc.nat(), fc.boolean(), fc.integer({ min: 0, max: 7 }))),
  )
  .map(([documents, slots, choices]) =>
    slots.map((slot) => {
      const [which, isOther, timeless] = choices.next().value as [number, boolean, number]
      return {
        document: documents[which % documents.length] as ParsedDocument,
        address: `https://status.acme.example/${isOther ? 'other' : 'one'}`,
        // Beyond the twelfth slot, further apart than three intervals.
        at: timeless === 0 ? null : minute(slot * 5 + Math.max(slot - 12, 0) * 20),
      }
    }),
  )

const timed = (reads: Read[]) => reads.flatMap(({ at, ...read }) => (at === null ? [] : [{ ...read, at }]))

/** Each read as a row of its own: what observations stand for. */
async function unfold(reads: Read[]): Promise<void> {
  await pool().query('delete from observations where read_count > 0')
  for (const { document, address, at } of timed(reads)) {
    await pool().query(
      `insert into observations select source_id, id, $3, $3, 1, '{}', 300, 'accepted' from documents where sha256 = $1 and url = $2
       on conflict do nothing`,
      [shaOf(document), address, at],
    )
  }
}

async function stateNow() {
  const { aliases: _, ...state } = await liveState()
  return state
}

it(
  'observations give the state and the coverage of each read by itself, in whatever order reads arrive',
  async () => {
    const shuffled = anyReads.chain((reads) =>
      fc.tuple(fc.constant(reads), fc.shuffledSubarray(reads, { minLength: reads.length, maxLength: reads.length })),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, async ([reads, order]) => {
        await clearDatabase()
        for (const { document, address, at } of [...order, ...order.slice(0, 1)])
          await ingest(document, { readAt: at, from: address })
        await expectInvariants()
        const state = await stateNow()
        const known = new Set(timed(reads).map(({ document, address, at }) => `${shaOf(document)} ${address} ${+at}`))
        const { rows } = await pool().query('select coalesce(sum(read_count), 0)::int as count from observations')
        expect(rows[0].count).toBe(known.size)
        await runMode('replay')
        expect(await stateNow()).toEqual(state)
        await unfold(reads)
        await keepDocumentsAlone()
        await runMode('replay')
        expect(await stateNow()).toEqual(state)
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  },
  RUNS * 20_000,
)
