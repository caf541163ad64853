import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument, ParsedIncident } from '#lib/adapters/adapter.ts'
import { feed } from '#lib/adapters/feed.ts'
import { deriveSpan, spanAt } from '#lib/domain/span.ts'
import { isFull } from '#tests/support/full.ts'
import { type DialectCase, dialectCases, marksIn } from '#tests/support/generators/feed-dialects.ts'
import type { Expectation } from '#tests/support/generators/feed-layouts.ts'
import { READ_AT } from '#tests/support/generators/feed-stories.ts'
import { documentOf } from './test-adapter.ts'

const [RUNS, TIMEOUT_MS] = isFull ? [50_000, 900_000] : [2_500, 120_000]
/** New at each run, but for CI, whose verdict on a change must not hang on chance; `FEED_SEED` takes the one that a failure printed. */
const SEED = Number(process.env.FEED_SEED ?? (process.env.CI ? 20_261_128 : Date.now() % 2 ** 31))

describe('feeds in all dialects', () => {
  it(
    `have each incident once, right to the second or unclear (seed ${SEED})`,
    () => {
      fc.assert(fc.property(dialectCases, expectRight), { numRuns: RUNS, seed: SEED })
    },
    TIMEOUT_MS,
  )
})

function expectRight({ text, expectations }: DialectCase): void {
  const document = feed.parse(documentOf(text, { readAt: new Date(READ_AT) }))
  expect(document.incidents.map((incident) => storiesIn(incident)).toSorted()).toEqual(
    expectations.map((_, number) => [number]),
  )
  for (const incident of document.incidents)
    expectTold(incident, expectations[storiesIn(incident)[0] ?? 0] as Expectation, document)
}

function storiesIn({ title, externalId, otherIds, updates }: ParsedIncident): number[] {
  return [...new Set([title, externalId, ...otherIds, ...updates.map(({ body }) => body)].flatMap(marksIn))]
}

function expectTold(
  incident: ParsedIncident,
  { kind, spans, isDoubtful }: Expectation,
  { warnings }: ParsedDocument,
): void {
  const { startedAt, endedAt, basis } = spanAt(deriveSpan(incident), new Date(READ_AT))
  if (basis === 'unclear' && isDoubtful) {
    const isNamed = warnings.some(({ message }) => message.includes(incident.unclear ?? '?'))
    expect(isNamed, `a warning that says "${incident.unclear}"`).toBe(true)
    return
  }
  const told = {
    kind: incident.kind,
    unclear: incident.unclear,
    startedAt: startedAt?.getTime() ?? null,
    endedAt: endedAt?.getTime() ?? null,
    basis,
  }
  const right = spans.map((span) => ({ kind, unclear: null, ...span }))
  expect(right.map(readable)).toContainEqual(readable(told))
}

function readable<T extends { startedAt: number | null; endedAt: number | null }>(told: T) {
  const iso = (at: number | null) => at && new Date(at).toISOString()
  return { ...told, startedAt: iso(told.startedAt), endedAt: iso(told.endedAt) }
}
