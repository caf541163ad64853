import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { FigureNotes } from '#components/history/figure-notes.tsx'
import { Figures } from '#components/history/figures.tsx'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'

const KNOWN = {
  incidentCount: 12,
  incidentSeconds: 9_000,
  downtimeSeconds: 7_200,
  downtimeIsMinimum: false,
  medianDurationSeconds: 600,
  p90DurationSeconds: 900,
  durationCount: 11,
  medianTimeToMitigateSeconds: 300,
  longest: { id: 'abcdefghjkmn', durationSeconds: 3_600 },
  unknownDurationCount: 1,
  timeWithoutIncidentPercent: 99.5,
  carriedOver: [],
  coverage: { complete: true },
} as unknown as HistoryView

const NOTHING_KNOWN: Partial<HistoryView> = {
  incidentSeconds: 7_200,
  medianDurationSeconds: null,
  medianTimeToMitigateSeconds: null,
  longest: null,
  unknownDurationCount: 0,
  timeWithoutIncidentPercent: null,
}

it.each([
  ['', {}, 8],
  ['impact=major', {}, 7],
  ['', { durationCount: 9 }, 7],
  ['', NOTHING_KNOWN, 2],
])('with "%s" and %o, each of the figures shown has its note, and no other does', (query, over, count) => {
  const filter = parseHistoryFilter(new URLSearchParams(query), new Date('2026-03-01'))
  const vendor = { slug: 'acme', history: { ...KNOWN, ...over }, held: { since: new Date('2024-01-01') } }
  const figures = renderToStaticMarkup(<Figures vendor={vendor} filter={filter} />)
  const notes = renderToStaticMarkup(<FigureNotes vendor={vendor} filter={filter} openCount={0} />)
  const shown = [...figures.matchAll(/popoverTarget="([\w-]+)"/gi)].map(([, id]) => id)
  expect(shown).toHaveLength(count)
  const explained = [...notes.matchAll(/ id="([\w-]+)"/g)].map(([, id]) => id)
  expect(explained).toEqual(['rule-count', 'rule-downtime', 'rule-rate', ...shown])
})
