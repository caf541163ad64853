import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { HourStrip } from '#components/chart/hour-strip.tsx'
import type { HourRow } from '#lib/domain/days.ts'

const hour = (number: number, figures: Partial<HourRow> = {}): HourRow => ({
  hour: `2025-10-20T${String(number).padStart(2, '0')}`,
  downtimeSeconds: 0,
  incidentCount: 0,
  worst: null,
  ...figures,
})
const hours = (figures: (number: number) => Partial<HourRow>) =>
  Array.from({ length: 24 }, (_, number) => hour(number, figures(number)))

function text(rows: HourRow[], counted = 'outage'): string {
  return renderToStaticMarkup(<HourStrip hours={rows} counted={counted} />).replace(/<[^>]+>/g, '|')
}

it('says in how many hours something was open, how many are not known, and lists the former', () => {
  const shown = text(
    hours((number) => {
      if (number === 9) return { downtimeSeconds: 360, incidentCount: 1, worst: 'major' }
      if (number === 10) return { incidentCount: 1, worst: 'unknown' }
      return number > 20 ? { downtimeSeconds: null } : {}
    }),
  )
  expect(shown).toContain('An outage was open in 2 of 24 hours. 3 hours are not known.')
  expect(shown).toMatch(/\|09:00 – 10:00\|+6m\|+1\|+Major\|/)
  expect(shown).toMatch(/\|10:00 – 11:00\|+not reported\|+1\|+Not rated\|/)
})

it('promises nothing of what is not known', () => {
  expect(text(hours(() => ({ downtimeSeconds: null })))).toContain('None of 24 hours is known.')
  const quiet = text(
    hours((number) => (number === 0 ? { downtimeSeconds: null } : {})),
    'maintenance',
  )
  expect(quiet).toContain('No maintenance on record was open in any hour. 1 hour is not known.')
  expect(quiet).not.toContain('table')
})
