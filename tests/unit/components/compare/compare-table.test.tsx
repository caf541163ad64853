import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { CompareTable } from '#components/compare/compare-table.tsx'
import type { ComparedVendor } from '#lib/queries/schemas.ts'

const year = (amount: number) => Array.from({ length: 12 }, () => ({ amount, exposure: 1 }))

/** The row of downtime a month, of vendors with so many seconds in each month. */
function row(...vendors: { seconds: number; isMinimum: boolean }[]): string {
  const compared = vendors.map(({ seconds, isMinimum }, index) => ({
    ...{ slug: `v${index}`, name: `V${index}`, state: 'up' },
    history: { unknownImpactCount: 0, coverage: { from: null, knownDays: 0 }, incidentsPerMonth: null },
    common: {
      ...{ incidentCount: 12, downtimeSeconds: 12 * seconds, downtimeIsMinimum: isMinimum, longestSeconds: 0 },
      ...{ unknownDurationCount: 0, months: { counts: year(1), seconds: year(seconds) } },
    },
  })) as unknown as ComparedVendor[]
  const html = renderToStaticMarkup(<CompareTable vendors={compared} commonLabel="In common" isNarrowed query="" />)
  expect(html).toContain('>Incidents per month</th>')
  const [, after = ''] = html.split('>Downtime per month</th>')
  return after.replace(/<\/tr>.*/, '').replaceAll(/<[^>]+>/g, '|')
}

it('downtime a month has its interval, unless it is a minimum, and is none only where nothing was posted', () => {
  expect(row({ seconds: 11_820, isMinimum: false })).toMatch(/\|3h 17m\|+90% interval 3h 17m to 3h 17m\|/)
  expect(row({ seconds: 11_820, isMinimum: true })).toMatch(/^\|*at least 3h 17m\|*$/)
  expect(row({ seconds: 0, isMinimum: true })).toMatch(/^\|*at least 0m\|*$/)
  expect(row({ seconds: 0, isMinimum: false })).toMatch(/\|none\|+no upper limit\|/)
  expect(row({ seconds: 0.25, isMinimum: false })).toMatch(/\|under 1m\|/)
})
