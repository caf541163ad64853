import fc from 'fast-check'
import { expect, it } from 'vitest'
import { feed } from '#lib/adapters/feed.ts'
import { feedReach } from '#lib/adapters/wire/feed-reach.ts'
import { writeFeed } from '#tests/support/generators/feed-markup.ts'
import { documentOf } from '../test-adapter.ts'

const HOUR = 3_600_000
const at = (hours: number) => Date.UTC(2026, 10, 1) + hours * HOUR
const READ_AT = new Date(at(500))

/** In hours since the beginning of November. */
interface Outage {
  start: number
  /** A vendor may date an incident back. */
  created: number
  last: number
}

const outage: fc.Arbitrary<Outage> = fc
  .record({ start: fc.nat(300), delay: fc.nat(20), length: fc.nat(120) })
  .map(({ start, delay, length }) => ({ start, created: start + delay, last: start + delay + length }))

/** What an item's own times are, or that its text has the first and the last word. */
const LAYOUTS = ['start and last', 'only start', 'only last', 'timeline'] as const
/** A feed that shows only starts is taken for one that is sorted by them. */
const FORMS = LAYOUTS.flatMap((layout) =>
  (layout === 'only start' ? (['start'] as const) : (['start', 'created', 'last'] as const)).map(
    (order) => [layout, order] as const,
  ),
)

function writeOutages(outages: readonly Outage[], layout: (typeof LAYOUTS)[number]): string {
  const entries = outages.map(({ start, last }, index) => ({
    id: `outage-${index}`,
    link: `https://status.acme.example/i/${index}`,
    title: `[Investigating] Trouble ${'abcdefghijkl'[index]}`,
    published: at(layout === 'only last' || layout === 'timeline' ? last : start),
    updated: layout === 'start and last' ? at(last) : undefined,
    content: layout !== 'timeline' ? '<p>Words.</p>' : [last, start].map(writeEntry).join(''),
  }))
  return writeFeed(entries, { format: 'atom', escaping: 'cdata' })
}

function writeEntry(hours: number): string {
  const [day, clock] = [new Date(at(hours)).getUTCDate(), new Date(at(hours)).toISOString().slice(11, 16)]
  return `<p><small>Nov ${day}, ${clock} UTC</small><br><strong>Investigating</strong> - Words.</p>`
}

it('a feed proves nothing about what has fallen off it, in whatever order it is', () => {
  fc.assert(
    fc.property(
      fc.array(outage, { minLength: 2, maxLength: 12 }),
      fc.constantFrom(...FORMS),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      (outages, [layout, order], limit, isOldestFirst) => {
        const sorted = outages.toSorted((a, b) => b[order] - a[order])
        const listed = sorted.slice(0, limit)
        const text = writeOutages(isOldestFirst ? listed.toReversed() : listed, layout)
        const { reach } = feed.parse(documentOf(text, { readAt: READ_AT }))
        const from = reach?.from.incident?.getTime() ?? Number.POSITIVE_INFINITY
        for (const { start } of sorted.slice(limit)) expect(at(start)).toBeLessThanOrEqual(from)
      },
    ),
    { numRuns: 400 },
  )
})

it.each([
  ['newest first', [30, 20, 10], 10],
  ['oldest first', [10, 20, 30], 10],
  ['in no order', [20, 30, 10], null],
])('it reaches back to the last word of the item at its far end: %s', (_, hours, from) => {
  const times = hours.map((hour) => {
    const time = new Date(at(hour))
    return { publishedAt: time, updatedAt: null, firstAt: time, lastAt: time }
  })
  expect(feedReach(times)?.from.incident?.getTime() ?? null).toBe(from && at(from))
})

it('an item without a time hides how far it reaches', () => {
  const time = new Date(at(10))
  const none = { publishedAt: null, updatedAt: null, firstAt: null, lastAt: null }
  expect(feedReach([none, { publishedAt: time, updatedAt: null, firstAt: time, lastAt: time }])).toBeNull()
  expect(feedReach([])).toBeNull()
})
