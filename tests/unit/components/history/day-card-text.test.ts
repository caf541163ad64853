import { expect, it } from 'vitest'
import { dayCard } from '#components/history/day-card-text.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { incidentView } from '#tests/support/incident-view.ts'

const asOf = new Date('2026-03-10T00:00:00Z')
const filter = parseHistoryFilter(new URLSearchParams('window=2026-03-04..2026-03-04'), asOf)
const vendor = {
  name: 'Acme',
  held: { since: new Date('2024-01-01T00:00:00Z') },
  history: {
    asOf,
    window: { from: new Date('2026-03-04T00:00:00Z'), to: new Date('2026-03-05T00:00:00Z') },
    incidentCount: 1,
    downtimeSeconds: 1_200,
    incidentsPerMonth: null,
    coverage: { knownDays: 1, days: 1, complete: true },
  },
  openIncidents: [],
} as unknown as VendorView

it('tells the day in the sentence of its page, with the incidents that the page lists', () => {
  expect(dayCard(vendor, filter, { incidents: [incidentView()], hasMore: false })).toEqual({
    sentence: 'Acme had 1 outage on March 4, 2026 totaling 20m of downtime.',
    incidents: [
      {
        title: 'Slow exports',
        href: '/vendors/acme/incidents/abcdefghjkmn/slow-exports',
        about: '1h 30m · Minor impact · Mar 4, 23:40 → Mar 5, 01:10 UTC',
      },
    ],
    hasMore: false,
  })
})

it.each([
  [{ durationBasis: 'single', durationSeconds: null, endedAt: null }, 'duration not reported'],
  [{ durationBasis: 'undated', durationSeconds: null, startedAt: null, endedAt: null }, 'no time given'],
  [{ durationBasis: 'impossible', durationSeconds: null }, 'impossible times'],
  [{ durationBasis: 'ongoing', endedAt: null }, '1h 30m so far'],
  [{ durationBasis: 'ongoing', endedAt: null, durationIsMinimum: true }, 'at least 1h 30m; open when last read'],
  [{ durationBasis: 'seen', endedAt: null }, 'at least 1h 30m; end not known'],
  [{ durationBasis: 'corrected' }, '1h 30m, corrected'],
] as const)('with %o, the length is "%s"', (over, length) => {
  const { incidents } = dayCard(vendor, filter, { incidents: [incidentView(over)], hasMore: false })
  expect(incidents[0]?.about.split(' · ')[0]).toBe(length)
})
