import { expect, it } from 'vitest'
import { narrowingPhrases, titleOf } from '#lib/text/filter-words.ts'
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
