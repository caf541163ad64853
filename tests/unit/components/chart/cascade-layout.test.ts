import { expect, it } from 'vitest'
import { layOutCascade, shareOf } from '#components/chart/cascade-layout.ts'
import { cascadeNotes, cascadeSentence } from '#components/chart/cascade-sentence.ts'
import type { CascadeIncident, CascadeLane, CascadeView } from '#lib/queries/schemas.ts'

const at = (clock: string) => new Date(`2026-03-01T${clock}:00Z`)
const window = { from: at('04:00'), to: at('16:00') }

function incident(id: string, from: string, to: string, over: Partial<CascadeIncident> = {}): CascadeIncident {
  const shown = { from: at(from), to: at(to) }
  return { id, title: id, impact: 'major', startedAt: shown.from, endedAt: shown.to, shown, isMinimum: false, ...over }
}

function lane(key: string, ...incidents: CascadeIncident[]): CascadeLane {
  return { key, slug: key, name: key, partial: [], unknown: [], incidents }
}

function cascade(lanes: CascadeLane[], mentions: CascadeView['mentions'] = []): CascadeView {
  return { moment: at('10:00'), window, lanes, otherVendors: 0, isCut: false, unread: 0, mentions }
}

it('places a bar by the time of its incident, and no narrower than can be seen', () => {
  const [placed] = layOutCascade(
    cascade([lane('a', incident('x', '07:00', '10:00'), incident('y', '16:00', '16:00'))]),
  ).lanes
  expect(placed?.bars.map(({ x, width }) => [x, width])).toEqual([
    [25, 25],
    [99.1, 0.9],
  ])
  expect(shareOf(at('03:00'), window)).toBe(0)
})

it('gives bars that overlap rows of their own, and says how many have no room', () => {
  const many = Array.from({ length: 6 }, (_, index) => incident(`x${index}`, '07:00', '10:00'))
  const [first, second] = layOutCascade(cascade([lane('a', ...many), lane('b')])).lanes
  expect(new Set(first?.bars.map(({ y }) => y)).size).toBe(4)
  expect(first?.hidden).toBe(2)
  expect(second?.top).toBeGreaterThan((first?.top ?? 0) + (first?.height ?? 0))
})

it('draws an arrow from a posting to the incident it links to, up or down, and to an empty lane', () => {
  const lanes = [lane('a', incident('x', '06:00', '12:00')), lane('b', incident('y', '07:00', '08:00')), lane('c')]
  const link = { fromLane: 'b', fromId: 'y', postedAt: at('07:30'), quote: null }
  const { arrows, lanes: placed } = layOutCascade(
    cascade(lanes, [
      { ...link, toLane: 'a', toId: 'x' },
      { ...link, toLane: 'c', toId: null },
    ]),
  )
  const [up, down] = arrows
  const bar = placed[0]?.bars[0]
  expect(up).toMatchObject({ x1: shareOf(at('07:30'), window), x2: shareOf(at('07:30'), window) })
  expect(up?.y2).toBe((bar?.y ?? 0) + (bar?.height ?? 0))
  expect(down?.y2).toBe((placed[2]?.top ?? 0) + (placed[2]?.height ?? 0) / 2)
})

it('speaks of outages on record, of nobody named twice, and of the marks that are drawn', () => {
  const mention = { fromLane: 'b', fromId: 'y', postedAt: at('07:30'), toLane: 'a', toId: null, quote: null }
  const lanes = [lane('a'), lane('b', incident('y', '07:00', '08:00', { isMinimum: true }))]
  const drawn = cascade(lanes, [mention, { ...mention, toId: 'x' }])
  expect(cascadeSentence(drawn)).toBe('1 vendor had an outage on record in these 12 hours: b. b linked to a.')
  expect(cascadeNotes(drawn)).toBe(
    'An arrow leads from a posting to the incident that it links to. Dashed outline: it may have gone on longer.',
  )
  const named = cascade(lanes, [mention, { ...mention, toLane: 'c', quote: 'An outage at c.' }])
  expect(cascadeSentence(named)).toMatch(/ b linked to a and named c\.$/)
  expect(cascadeNotes(named)).toContain('A dashed arrow leads from a posting to the vendor whose trouble it names')
  const cut = { ...drawn, otherVendors: 3, isCut: true, unread: 160 }
  expect(cascadeSentence(cut)).toBe('At least 4 vendors had an outage on record in these 12 hours. b linked to a.')
  expect(cascadeNotes(cut)).toMatch(
    / The texts of 160 more outages were not searched for names of vendors\. At least 3 more vendors are not drawn\.$/,
  )
  const seven = ['c', 'd', 'e', 'f', 'g', 'h', 'i'].map((fromLane) => ({ ...mention, fromLane }))
  expect(cascadeSentence(cascade(lanes, seven))).toMatch(/ g linked to a\. 2 more vendors linked to or named others\.$/)
  expect(cascadeSentence(cascade([]))).toBe('No outage on record was open in these 12 hours.')
  expect(cascadeNotes(cascade([{ ...lane('a'), unknown: [window] }]))).toBe(
    'Hatched: no data, so an outage there would not be shown.',
  )
})
