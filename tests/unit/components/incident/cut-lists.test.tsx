import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { OpenIncidents } from '#components/history/open-incidents.tsx'
import { PlannedList } from '#components/incident/planned-list.tsx'
import { incidentView } from '#tests/support/incident-view.ts'

const one = [incidentView()]

it.each([
  [2, '1 more is not listed here.', '1 more open incident is not listed here.'],
  [1_300, '1,299 more are not listed here.', '1,299 more open incidents are not listed here.'],
])('of %d, one is listed, and the others are counted', (total, planned, open) => {
  expect(renderToStaticMarkup(<PlannedList planned={one} total={total} />)).toContain(planned)
  expect(renderToStaticMarkup(<OpenIncidents incidents={one} total={total} />)).toContain(open)
})

it('a whole list counts no others', () => {
  expect(renderToStaticMarkup(<PlannedList planned={one} />)).not.toContain('not listed here')
  expect(renderToStaticMarkup(<OpenIncidents incidents={one} total={1} />)).not.toContain('not listed here')
})
