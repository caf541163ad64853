import { expect, it } from 'vitest'
import { breakWithin, findBreaks, type Posting } from '#lib/domain/statistics/breaks.ts'

const posting = (at: number, over: Partial<Posting> = {}): Posting => ({
  at,
  source: 1,
  word: 'minor',
  components: [at % 4],
  ...over,
})
const many = (count: number, make: (at: number) => Posting) => Array.from({ length: count }, (_, at) => make(at))

it('finds none in a history that goes on as it was', () => {
  expect(findBreaks(many(200, posting))).toEqual([])
  expect(findBreaks([])).toEqual([])
})

it('finds the first posting of a new source, once', () => {
  expect(findBreaks(many(60, (at) => posting(at, { source: at < 30 ? 1 : 2 + (at % 2) })))).toEqual([
    { at: 30, until: 30, cause: 'source' },
    { at: 31, until: 31, cause: 'source' },
  ])
})

it('finds a kind of posting that was not there before and then is a quarter', () => {
  expect(findBreaks(many(80, (at) => posting(at, { word: at >= 40 && at % 3 === 0 ? 'none' : 'minor' })))).toEqual([
    { at: 42, until: 42, cause: 'kind' },
  ])
  // One of its kind, and a kind that is there from the beginning.
  expect(findBreaks(many(80, (at) => posting(at, { word: at === 40 ? 'none' : 'minor' })))).toEqual([])
  expect(findBreaks(many(80, (at) => posting(at, { word: at % 2 === 0 ? 'none' : 'minor' })))).toEqual([])
})

it('finds the list of components doubled, not its slow growth', () => {
  expect(
    findBreaks(many(120, (at) => posting(at, { components: at < 70 ? [at % 7] : [at % 7, 100 + (at % 8)] }))),
  ).toEqual([{ at: 70, until: 70, cause: 'components' }])
  expect(findBreaks(many(400, (at) => posting(at, { components: [Math.floor(at / 10)] })))).toEqual([])
})

it('takes what changes within forty postings for one change, and another source for one of its own', () => {
  const changing = (at: number, over: Partial<Posting> = {}) =>
    posting(at, {
      word: at < 40 ? 'minor' : at < 48 ? 'partial_outage' : (['partial_outage', 'degraded'][at % 2] ?? null),
      components: at < 60 ? [at % 4] : [at % 4, 100 + (at % 8)],
      ...over,
    })
  expect(findBreaks(many(140, changing))).toEqual([{ at: 40, until: 60, cause: 'kind' }])
  expect(findBreaks(many(140, (at) => changing(at, { source: at < 44 ? 1 : 2 })))).toEqual([
    { at: 40, until: 40, cause: 'kind' },
    { at: 44, until: 60, cause: 'source' },
  ])
  // A hundred postings later it is another change.
  expect(
    findBreaks(many(240, (at) => posting(at, { word: at < 40 ? 'minor' : at < 140 ? 'partial_outage' : 'down' }))),
  ).toHaveLength(2)
})

it('keeps a period apart from a change that began before it and went on in it', () => {
  const breaks = [{ at: Date.UTC(2026, 5, 17), until: Date.UTC(2026, 6, 9), cause: 'kind' as const }]
  const period = (from: number, to: number) => ({
    from: new Date(Date.UTC(2026, from)),
    to: new Date(Date.UTC(2026, to)),
  })
  expect(breakWithin(breaks, period(6, 9))).toEqual(breaks[0])
  expect(breakWithin(breaks, period(7, 9))).toBeUndefined()
  expect(breakWithin(breaks, period(0, 5))).toBeUndefined()
})
