import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ChanceNotes } from '#components/history/chance-notes.tsx'
import type { VendorView } from '#lib/queries/schemas.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'

const COUNTS = { perMonth: 1.3, low: 0.9, high: 1.9 }
const SECONDS = { perMonth: 11_820, low: 7_200, high: 18_000 }
const filter = parseHistoryFilter({}, new Date('2026-03-01'))

function notes(downtimeSeconds: { perMonth: number; low: number; high: number | null }, downtimeIsMinimum: boolean) {
  const history = { rates: { incidents: COUNTS, downtimeSeconds }, atMost: { all: null, major: null } }
  const vendor = { history: { ...history, downtimeIsMinimum }, trend: null } as unknown as VendorView
  return renderToStaticMarkup(<ChanceNotes vendor={vendor} filter={filter} />)
}

it('rates are said with their intervals, the one of downtime where it is known', () => {
  const count = 'Per known month: 1.3 outages (90% interval 0.9 to 1.9)'
  expect(notes(SECONDS, false)).toContain(`${count} and 3h 17m of downtime (90% interval 2h 0m to 5h 0m). `)
  expect(notes(SECONDS, true)).toContain(`${count}. `)
  expect(notes({ perMonth: 0, low: 0, high: null }, false)).toContain(`${count}. `)
})
