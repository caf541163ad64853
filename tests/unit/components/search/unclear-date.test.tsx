import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { UnclearDate } from '#components/search/unclear-date.tsx'

it('both days of an unclear date are searches, which keep what was chosen', () => {
  const html = renderToStaticMarkup(
    <UnclearDate
      q="courier 10/11/2025"
      choices={{ vendor: null, window: null, impact: 'major' }}
      unclearDate={{ words: '10/11/2025', days: ['2025-10-11', '2025-11-10'] }}
    />,
  )
  expect([...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
    '/search?q=courier+2025-10-11&amp;impact=major',
    '/search?q=courier+2025-11-10&amp;impact=major',
  ])
  expect(html).toContain('so it was not taken as a date')
})
