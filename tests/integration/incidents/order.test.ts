import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '#lib/adapters/adapter.ts'
import { formatGone, GONE_TYPE } from '#lib/documents/gone.ts'
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

ownDatabase()

interface Observed {
  document: ParsedDocument | { gone: string }
  readAt: Date | null
}

/** Now and then an incident is gone from its own address. */
const said: fc.Arbitrary<Observed['document']> = fc.oneof(
  { arbitrary: anyDocument, weight: 5 },
  { arbitrary: fc.constantFrom('a', 'b', 'lost').map((gone) => ({ gone })), weight: 1 },
)

const observations: fc.Arbitrary<Observed[]> = fc
  .array(fc.record({ document: said, day: fc.option(fc.integer({ min: 2, max: 9 }), { freq: 6 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((some) =>
    fc.tuple(
      fc.constant(some),
      fc.array(fc.record({ of: fc.nat(some.length - 1), day: fc.integer({ min: 2, max: 9 }) }), { maxLength: 3 }),
    ),
  )
  .map(([some, again]) => [
    ...some.map(({ document, day }) => ({ document, readAt: day === null ? null : new Date(Date.UTC(2026, 3, day)) })),
    // The same bytes, read at another time.
    ...again.flatMap(({ of, day }) => {
      const first = some[of]
      return first === undefined ? [] : [{ document: first.document, readAt: new Date(Date.UTC(2026, 3, day, 12)) }]
    }),
  ])

async function stateAfter(all: Observed[]) {
  await clearDatabase()
  for (const { document, readAt } of all) {
    if ('gone' in document) await ingest(formatGone(document.gone), { readAt, contentType: GONE_TYPE })
    else await ingest(document, { readAt })
  }
  return await stateNow()
}

/** A permalink that was public once goes on leading to its incident, so which ones there are depends on what came when. */
async function stateNow() {
  const { aliases: _, ...state } = await liveState()
  return state
}

describe('up to eight readings of one source', () => {
  it('come to the same state in whatever order they arrive, however often, and when rebuilt from their documents alone', async () => {
    const shuffled = observations.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        fc.array(fc.constantFrom(...all), { maxLength: 2 }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, async ([all, order, repeated]) => {
        const inOrder = [...all].sort((one, other) => (one.readAt?.getTime() ?? 0) - (other.readAt?.getTime() ?? 0))
        const expected = await stateAfter(inOrder)
        await expectInvariants()
        expect(await stateAfter([...order, ...repeated])).toEqual(expected)
        await expectInvariants()
        await runMode('replay')
        expect(await stateNow()).toEqual(expected)
        await keepDocumentsAlone()
        await runMode('replay')
        expect(await stateNow()).toEqual(expected)
        await expectInvariants()
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 15), endOnFailure: true },
    )
  }, 120_000)
})
