import { expect, it } from 'vitest'
import { findSharedOutages } from '#lib/domain/report/shared-outages.ts'

const at = (clock: string) => new Date(`2026-03-01T${clock}:00Z`)
const down = (slug: string, ...spans: [string, string][]) => ({
  slug,
  downtime: spans.map(([from, to]) => ({ from: at(from), to: at(to) })),
})
const shown = (...vendors: ReturnType<typeof down>[]) =>
  findSharedOutages(vendors).map(
    ({ from, to, seconds, vendors: slugs }) =>
      `${from.toISOString().slice(11, 16)}-${to.toISOString().slice(11, 16)} ${seconds / 60} ${slugs.join()}`,
  )

it('a shared outage lasts for as long as two or more are down, and names all that were', () => {
  const a = down('a', ['10:00', '12:00'])
  const b = down('b', ['11:00', '14:00'], ['18:00', '19:00'])
  const c = down('c', ['11:30', '13:00'])
  expect(shown(a, b, c)).toEqual(['11:00-13:00 120 a,b,c'])
  expect(shown(a, down('b', ['12:00', '13:00']))).toEqual([])
  expect(shown(a)).toEqual([])
})

it('goes on where one vendor takes over from another at the same instant', () => {
  const a = down('a', ['10:00', '12:00'])
  expect(shown(a, down('b', ['10:00', '11:00']), down('c', ['11:00', '12:00']))).toEqual(['10:00-12:00 120 a,b,c'])
})
