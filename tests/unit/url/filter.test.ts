import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { IMPACTS, STATUSES } from '#lib/domain/incident.ts'
import {
  filterToQuery,
  HISTORY_PARAMETERS,
  KIND_CHOICES,
  parseHistoryFilter,
  unknownParameters,
} from '#lib/url/filter.ts'

const now = new Date('2026-05-28T12:00:00Z')

function parse(query: string) {
  return parseHistoryFilter(new URLSearchParams(query), now)
}

describe('a query string', () => {
  it('that is empty asks for the incidents of 24 months', () => {
    expect(parse('')).toEqual({
      window: '24m',
      kind: 'incident',
      impact: null,
      status: null,
      component: null,
      q: null,
      cursor: null,
      asOf: null,
      limit: 24,
    })
  })

  it('may name a day by itself', () => {
    expect(parse('window=2025-10-20')).toEqual(parse('window=2025-10-20..2025-10-20'))
    expect(() => parse('window=2025-02-30')).toThrow(InvalidInputError)
  })

  it('may ask for everything at once', () => {
    expect(
      parse(
        'window=2025-10&kind=all&impact=minor&status=resolved&component=EU+%2F+Inbox&q=aws&cursor=abc&asOf=2026-05-28T02:00:00%2B02:00&limit=100',
      ),
    ).toEqual({
      window: '2025-10',
      kind: 'all',
      impact: 'minor',
      status: 'resolved',
      component: 'EU / Inbox',
      q: 'aws',
      cursor: 'abc',
      asOf: new Date('2026-05-28T00:00:00Z'),
      limit: 100,
    })
  })

  it('with untouched form fields is as good as empty', () => {
    expect(parse('window=&kind=&impact=&status=&component=&q=+&cursor=&asOf=&limit=')).toEqual(parse(''))
  })

  it('may come as an object, as pages get it', () => {
    expect(parseHistoryFilter({ window: '12m', q: ['aws'], other: ['a', 'b'], impact: undefined }, now)).toMatchObject({
      window: '12m',
      q: 'aws',
      impact: null,
    })
  })

  it('loses control characters', () => {
    expect(parse('q=%00aws%0D%0Aoutage%7F').q).toBe('aws  outage')
  })

  it.each([
    ['window=36m', 'window'],
    ['window=2025-02-30..2025-03-01', 'window'],
    ['kind=outage', 'kind'],
    ['impact=huge', 'impact'],
    ['impact=major,critical', 'impact'],
    ['status=done', 'status'],
    [`component=${'x'.repeat(201)}`, 'component'],
    [`q=${'x'.repeat(101)}`, 'q'],
    [`cursor=${'x'.repeat(201)}`, 'cursor'],
    ['asOf=yesterday', 'asOf'],
    ['asOf=2026-05-28', 'asOf'],
    ['asOf=2026-05-28T12:00:01Z', 'asOf'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=ten', 'limit'],
    ["limit=1'%20OR%201=1--", 'limit'],
    ['q=a&q=b', 'q'],
  ])('%s is refused, and the message names %s', (query, field) => {
    expect(() => parse(query)).toThrow(InvalidInputError)
    expect(() => parse(query)).toThrow(expect.objectContaining({ field, message: expect.stringContaining(field) }))
  })

  it('given as an object refuses a value twice, and what is not its own', () => {
    expect(() => parseHistoryFilter({ kind: ['all', 'notice'] }, now)).toThrow(
      expect.objectContaining({ field: 'kind' }),
    )
    expect(parseHistoryFilter(Object.create({ kind: 'all' }), now).kind).toBe('incident')
  })

  it('whatever it says gives a filter or a refusal that names a parameter', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('{"not":""}', "' OR 1=1--", '1e400', '%00', '[]', '2025-10'))
    fc.assert(
      fc.property(fc.constantFrom(...HISTORY_PARAMETERS), value, (name, text) => {
        try {
          expect(parseHistoryFilter({ [name]: text }, now)).toHaveProperty(name)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError)
          expect((error as InvalidInputError).field).toBe(name)
        }
      }),
    )
  })
})

describe('parameters that nobody knows', () => {
  it('are named once each', () => {
    expect(unknownParameters(new URLSearchParams('window=12m&utm_source=a&sort=b&sort=c'), HISTORY_PARAMETERS)).toEqual(
      ['utm_source', 'sort'],
    )
    expect(unknownParameters({ window: '12m', toString: 'x' }, HISTORY_PARAMETERS)).toEqual(['toString'])
  })
})

describe('the canonical query string', () => {
  it('is empty for the default', () => {
    expect(filterToQuery(parse('kind=incident&window=24m&limit=24&q='))).toBe('')
  })

  it('is the same however the query was written', () => {
    const query = 'asOf=2026-01-01T00%3A00%3A00Z&kind=all&q=a+b&window=2025'
    expect(filterToQuery(parse('window=2025&q=a%20b&kind=all&asOf=2026-01-01T01:00:00+01:00'))).toBe(query)
  })

  it('takes overrides, and then leaves the cursor of the other list behind', () => {
    const filter = parse('kind=all&cursor=abc')
    expect(filterToQuery(filter)).toBe('cursor=abc&kind=all')
    expect(filterToQuery(filter, { window: '2025' })).toBe('kind=all&window=2025')
    expect(filterToQuery(filter, { kind: 'incident' })).toBe('')
    expect(filterToQuery(filter, { cursor: 'def' })).toBe('cursor=def&kind=all')
  })

  it('of any filter reads as the same filter', () => {
    const filter = fc.record({
      window: fc.constantFrom('24m', '12m', '90d', 'all', '2025', '2025-Q3', '2025-10', '2025-01-01..2025-03-31'),
      kind: fc.constantFrom(...KIND_CHOICES),
      impact: fc.option(fc.constantFrom(...IMPACTS)),
      status: fc.option(fc.constantFrom(...STATUSES)),
      component: fc.option(fc.constantFrom('Inbox', 'EU / Inbox', 'a&b=c', '漢字 ✓', '100%')),
      q: fc.option(fc.constantFrom('aws', 'a b', '+', '"x y" -z', '#?&')),
      cursor: fc.option(fc.constantFrom('abc', 'eyJ=')),
      asOf: fc.option(fc.date({ min: new Date('2000-01-01'), max: now, noInvalidDate: true })),
      limit: fc.integer({ min: 1, max: 100 }),
    })
    fc.assert(
      fc.property(filter, (wanted) => {
        expect(parse(filterToQuery(wanted))).toEqual(wanted)
      }),
    )
  })
})
