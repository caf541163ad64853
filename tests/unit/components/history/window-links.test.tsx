import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { WindowLinks } from '#components/history/window-links.tsx'
import { parseHistoryFilter } from '#lib/url/filter.ts'

const NOW = new Date('2026-03-01T12:00:00Z')

/** The words of the link that is marked as the page's own, for a vendor that was last read at `checkedAt`. */
function chosen(query: string, checkedAt: string): string[] {
  const filter = parseHistoryFilter(new URLSearchParams(query), NOW)
  const vendor = {
    slug: 'acme',
    isSample: false,
    checkedAt: new Date(checkedAt),
    held: { since: new Date('2024-05-01T00:00:00Z') },
    history: { asOf: filter.asOf ?? NOW },
  }
  const html = renderToStaticMarkup(<WindowLinks vendor={vendor} filter={filter} />)
  return [...html.matchAll(/aria-current="true"[^>]*>(.*?)<\/a>/g)].map(([, words]) => words ?? '')
}

it.each([
  ['', '2026-03-01T11:59:00Z', '24 months'],
  ['window=2025', '2026-03-01T11:59:00Z', '2025'],
  ['', '2025-12-01T08:00:00Z', '24 months'],
  ['window=12m&asOf=2025-12-31T00:00:00Z', '2025-12-01T08:00:00Z', '12 months'],
  ['window=12m&asOf=2026-03-01T11:00:00Z', '2026-03-01T10:59:00Z', '12 months'],
])('with "%s", the vendor last read at %s, the window %s is marked', (query, checkedAt, words) => {
  expect(chosen(query, checkedAt)).toEqual([words])
})
