import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { TimelineBar } from '#components/chart/timeline-bar.tsx'
import { collapseRepeats } from '#components/incident/collapse-repeats.ts'
import { Timeline } from '#components/incident/timeline.tsx'
import { incidentView, update } from '#tests/support/incident-view.ts'

const at = (minute: number) => new Date(Date.parse('2026-03-04T23:40:00Z') + minute * 60_000).toISOString()
const monitoring = (minute: number, body = '') => update(`u${minute}`, 'monitoring', at(minute), body)
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('updates that say the same', () => {
  const draw = (updates: ReturnType<typeof update>[]) =>
    renderToStaticMarkup(<Timeline incident={incidentView({ updates })} updates={updates} withAnchors />)

  it('are collapsed between the first and the last of them', () => {
    const twelve = Array.from({ length: 12 }, (_, index) => monitoring(5 * index))
    const html = draw([update('u0a', 'investigating', at(-5), 'We look into it.'), ...twelve])
    expect(textOf(html)).toContain('10 more updates without a text')
    const [before = '', after = ''] = html.split(/<details>[\s\S]*<\/details>/)
    expect([before, after].map((part) => part.match(/data-status/g)?.length)).toEqual([2, 1])
    // Each keeps its place, its time and its anchor.
    for (const { id, postedAt } of twelve) {
      expect(html).toContain(`id="update-${id}"`)
      expect(html).toContain(postedAt.toISOString().slice(0, 16))
    }
  })

  it('with a text are named as such', () => {
    expect(textOf(draw([0, 1, 2, 3].map((minute) => monitoring(minute, 'Still at it.'))))).toContain(
      '2 more updates with the same text',
    )
  })

  it.each([
    ['three of them', [0, 1, 2].map((minute) => monitoring(minute))],
    ['different texts', [0, 1, 2, 3].map((minute) => monitoring(minute, `Text ${minute}`))],
    ['an edited one', [0, 1, 2, 3].map((minute) => ({ ...monitoring(minute), editedAt: new Date(at(9)) }))],
  ])('are not collapsed: %s', (_what, updates) => {
    expect(draw(updates)).not.toContain('<details>')
  })

  it('are all there, in their order, whatever is collapsed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', 'a', 'b'), { maxLength: 30 }), (bodies) => {
        const parts = collapseRepeats(bodies.map((body, index) => monitoring(index, body)))
        expect(parts.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual(
          bodies.map((_, index) => index),
        )
      }),
    )
  })
})

describe('the bar of an incident', () => {
  const draw = (over: Parameters<typeof incidentView>[0]) =>
    renderToStaticMarkup(<TimelineBar incident={incidentView(over)} />)

  it('has the times of its ends, and of updates with room between them', () => {
    expect(textOf(draw({}))).toMatch(/23:40 Mar 5, 01:10 UTC/)
    const updates = [
      update('a', 'investigating', '2026-03-04T23:40:00Z', ''),
      update('b', 'identified', '2026-03-05T00:10:00Z', ''),
      update('c', 'resolved', '2026-03-05T01:10:00Z', ''),
    ]
    expect(textOf(draw({ updates }))).toMatch(/23:40 Mar 5, 00:10 Mar 5, 01:10 UTC/)
  })

  it('uses no hue of impact for a status', () => {
    const statuses = ['investigating', 'identified', 'monitoring', 'verifying', 'in_progress', 'resolved'] as const
    const updates = statuses.map((status, index) => update(status, status, at(15 * index), ''))
    expect(draw({ updates })).not.toMatch(/(?:fill|stroke)-(?:minor|major|critical)/)
  })
})
