import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Understood } from '#components/search/understood.tsx'
import type { SearchRequest } from '#lib/queries/schemas.ts'

const DAY = {
  ...{ text: '2025-10-20', label: 'on October 20, 2025' },
  ...{ from: new Date('2025-10-20T00:00Z'), to: new Date('2025-10-21T00:00Z') },
}
const COURIER = { id: 1, slug: 'courier', name: 'Courier' }

/** The first line, as text. */
function lineOf(understood: Partial<SearchRequest>): string | undefined {
  const request = {
    ...{ words: '', vendors: [], window: null, time: null, impact: null, address: null, unclearDate: null },
    ...understood,
  }
  const choices = { vendor: null, window: null, impact: null }
  const html = renderToStaticMarkup(<Understood q="x" choices={choices} request={request} />)
  return /<p>(.*?)<\/p>/.exec(html)?.[1]?.replace(/<[^>]*>/g, '')
}

it.each<[string, Partial<SearchRequest>]>([
  ['Searched for: incidents on October 20, 2025', { window: DAY }],
  ['Searched for: Courier, on October 20, 2025', { vendors: [COURIER], window: DAY }],
  ['Searched for: incidents on October 20, 2025, major impact or worse', { window: DAY, impact: 'major' }],
  ['Searched for: Courier, with the words “webhook”', { vendors: [COURIER], words: 'webhook' }],
  ['Searched for: critical impact', { impact: 'critical' }],
])('says “%s”', (line, understood) => {
  expect(lineOf(understood)).toBe(line)
})
