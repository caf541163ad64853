import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { StackTable } from '#components/stack/stack-table.tsx'

const from = new Date('2026-01-01T00:00:00Z')
const to = new Date('2026-02-01T00:00:00Z')

/** Vendors with an outage each, of as many seconds. */
const vendorsWith = (...seconds: number[]) =>
  seconds.map((downtimeSeconds, index) => ({
    slug: `v${index}`,
    name: `V${index}`,
    state: 'up' as const,
    history: {
      window: { from, to, text: '2026-01', label: 'in January 2026' },
      incidentCount: 1,
      downtimeSeconds,
      downtimeIsMinimum: false,
      unknownDurationCount: 0,
      coverage: { from, complete: true, periods: [] },
    },
  }))

/** The vendors with their shares as the table shows them, for a number of seconds of downtime each. */
function shares(...seconds: number[]): string[] {
  const vendors = vendorsWith(...seconds)
  const html = renderToStaticMarkup(<StackTable vendors={vendors} query="" />)
  return [...html.matchAll(/>(V\d)<\/a>.*?(\w+ \d+%|\d+%)<\/td>/g)].map(([, name, share]) => `${name} ${share}`)
}

it('ranks vendors by downtime, with their shares of it', () => {
  expect(shares(600, 1_800, 0)).toEqual(['V1 75%', 'V0 25%', 'V2 0%'])
})

it('rounds no share to nothing, and none to the whole', () => {
  expect(shares(100_000, 60)).toEqual(['V0 over 99%', 'V1 under 1%'])
  expect(shares(60, 0)).toEqual(['V0 100%', 'V1 0%'])
})

it('has no zero for a vendor of which nothing is known in the window', () => {
  const [known, unknown] = vendorsWith(600, 0)
  if (known === undefined || unknown === undefined) throw new Error('Two were asked for.')
  const coverage = { from: null, complete: false, periods: [] }
  const history = { ...unknown.history, incidentCount: 0, coverage }
  const html = renderToStaticMarkup(<StackTable vendors={[{ ...unknown, history }, known]} query="" />)
  const [, row = ''] = html.split('>V1</a>')
  const cells = row.replace(/<\/tr>.*/, '').replaceAll(/<[^>]+>/g, ' ')
  expect(cells).toContain('no data in this window')
  expect(cells).not.toMatch(/\d/)
})
