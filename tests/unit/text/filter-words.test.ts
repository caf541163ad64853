import { describe, expect, it } from 'vitest'
import { fileName, narrowingPhrases, titleOf } from '#lib/text/filter-words.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'

const filterOf = (query: string) => parseHistoryFilter(new URLSearchParams(query), new Date('2026-08-22T00:00Z'))

it.each([
  ['', []],
  ['impact=none&kind=all&window=2025', []],
  ['impact=minor', ['of minor impact or worse']],
  ['impact=unknown', ['of unknown impact or worse']],
  ['impact=critical', ['of critical impact']],
  ['status=in_progress', ['marked in progress']],
  [
    'q=slow+%22log+in%22&component=API&status=resolved&impact=major',
    ['of major impact or worse', 'marked resolved', 'affecting “API”', 'mentioning slow "log in"'],
  ],
])('what %j counts is said after the noun', (query, phrases) => {
  expect(narrowingPhrases(filterOf(query))).toEqual(phrases)
})

it.each([
  ['', 'Courier outage history'],
  ['window=24m&kind=incident', 'Courier outage history'],
  ['kind=maintenance', 'Courier maintenance history'],
  ['window=2025', 'Courier outage history: in 2025'],
  ['kind=all&window=2025&component=API', 'Courier history of all postings: affecting “API”, in 2025'],
])('a history of %j is called %s', (query, title) => {
  expect(titleOf('Courier', filterOf(query), 'in 2025')).toBe(title)
})

describe('the name of a file', () => {
  const narrowing = { impact: null, status: null, component: null, q: null }

  it('says whose it is, of what kind and of which time', () => {
    const filter = { ...narrowing, kind: 'incident', window: '2025', asOf: null } as const
    expect(fileName('courier', filter, 'incidents.csv')).toBe('courier-outages-2025.csv')
    expect(fileName('courier', { ...filter, window: '2025-01-01..2025-03-31', kind: 'all' }, 'incidents.ndjson')).toBe(
      'courier-postings-2025-01-01-to-2025-03-31.ndjson',
    )
  })

  it('says what it leaves out', () => {
    const filter = {
      ...narrowing,
      q: 'a"b',
      kind: 'maintenance',
      window: '24m',
      asOf: new Date('2026-01-02T03:04Z'),
    } as const
    expect(fileName('courier', filter, 'incidents.md')).toBe('courier-maintenance-24m-as-of-2026-01-02-part.md')
  })
})
