import { describe, expect, it } from 'vitest'
import { drawIncidentImage } from '#lib/formats/incident-image.ts'
import { wrapText } from '#lib/formats/picture.ts'
import { drawSummaryImage } from '#lib/formats/summary-image.ts'
import { cpuMsOf } from '#tests/support/cpu-time.ts'
import { incidentView, update } from '#tests/support/incident-view.ts'

describe('the picture of an incident', () => {
  it('says who, what, how bad, how long and when', () => {
    const svg = drawIncidentImage(incidentView())
    for (const words of ['Acme', 'Slow exports', 'Minor impact · 1h 30m', 'Mar 4, 2026, 23:40 → Mar 5, 01:10 UTC'])
      expect(svg).toContain(`>${words}</text>`)
  })

  it('draws the updates to scale', () => {
    const svg = drawIncidentImage(
      incidentView({
        updates: [
          update('u1', 'investigating', '2026-03-04T23:40:00Z', ''),
          update('u2', 'monitoring', '2026-03-05T00:25:00Z', ''),
          update('u3', 'resolved', '2026-03-05T01:10:00Z', ''),
        ],
      }),
    )
    expect(svg).toContain('<rect x="72" y="500" width="528" height="22" fill="#b3430f"/>')
    expect(svg).toContain('<rect x="600" y="500" width="528" height="22" fill="#8a5a00"/>')
    expect(svg).toContain('text-anchor="end">Resolved</text>')
  })

  it('has no scale where there is no length, and says what is not known', () => {
    const at = new Date('2026-03-04T23:40:00Z')
    const svg = drawIncidentImage(
      incidentView({ endedAt: at, startedAt: at, durationSeconds: null, durationBasis: 'single', updates: [] }),
    )
    expect(svg).toContain('duration not reported')
    expect(svg.match(/y="500"/g)).toHaveLength(1)
  })

  it('lets an open one run so far', () => {
    const svg = drawIncidentImage(incidentView({ endedAt: null, durationBasis: 'ongoing' }))
    expect(svg).toContain('1h 30m so far')
    expect(svg).toContain('since Mar 4, 2026, 23:40 UTC')
  })

  it('shows a vendor’s text as text', () => {
    expect(drawIncidentImage(incidentView({ title: '</text><image href="x"/> & more' }))).not.toMatch(/<image|& more/)
  })
})

describe('a title', () => {
  it('stands in lines that fit', () => {
    expect(wrapText('Elevated errors on exports and imports', 60, 700, 3)).toEqual([
      'Elevated errors on',
      'exports and imports',
    ])
  })

  it('ends with an ellipsis where it goes on', () => {
    expect(wrapText('word '.repeat(60), 60, 700, 3).at(-1)).toMatch(/^word .*…$/)
    expect(wrapText('word '.repeat(60), 60, 700, 3)).toHaveLength(3)
  })

  it('is cut where one word is wider than a line', () => {
    expect(wrapText('a'.repeat(200), 60, 700, 3)).toEqual([expect.stringMatching(/^a{10,20}…$/)])
  })

  it('is cut in a time that grows with its length alone', async () => {
    const spent = await cpuMsOf(() => wrapText('a'.repeat(20_000), 60, 700, 3))
    expect(spent).toBeLessThan(100)
  })
})

it('a picture of a history has its name, its sentence and its time, whatever they hold', () => {
  const svg = drawSummaryImage({
    name: 'R&D <Inc>',
    summary: `Acme had 24 outages ${'in the last 2 years '.repeat(30)}`,
    asOf: 'As of now',
  })
  expect(svg).toContain('R&amp;D &lt;Inc&gt;')
  expect(svg).toContain('Acme had 24 outages')
  expect(svg).toContain('…')
  expect(svg.match(/<text /g)).toHaveLength(9)
})
