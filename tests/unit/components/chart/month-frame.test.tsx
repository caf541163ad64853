import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { MonthTicks } from '#components/chart/month-frame.tsx'
import { barOf, type MonthValue } from '#components/chart/month-scale.ts'

it.each([
  [1, '100%'],
  [5, '100%'],
  [6, '0'],
  [25, '0'],
])('the labels of a chart of %d months are at %s of its width', (count, x) => {
  const months = Array.from({ length: count }, (_, index): MonthValue => [`m${index}`, 3])
  const html = renderToStaticMarkup(<MonthTicks measure="incidents" months={months} />)
  expect([...html.matchAll(/<text x="([^"]+)"/g)].map(([, place]) => place)).toEqual([x, x])
})

it('no bar reaches the labels at the end of a chart of few months', () => {
  const { x, width } = barOf(4, 5)
  expect(Number.parseFloat(x) + Number.parseFloat(width)).toBeLessThan(83)
})
