import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { parseEvidenceRequest } from '#app/evidence.ts'
import { Downloads } from '#components/history/downloads.tsx'
import { HISTORY_PARAMETERS, parseHistoryFilter } from '#lib/url/filter.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const BASE = 'https://example.com'

it('a page with every filter links to evidence that takes its address', () => {
  const query = `window=2025&kind=all&impact=major&status=resolved&component=API&q=words&asOf=2026-02-01T00:00:00Z&limit=50&cursor=c`
  expect([...new URLSearchParams(query).keys()].toSorted()).toEqual(HISTORY_PARAMETERS.toSorted())
  const filter = parseHistoryFilter(new URLSearchParams(query), NOW)
  const html = renderToStaticMarkup(<Downloads slug="acme" name="Acme" filter={filter} />)
  const href = /href="([^"]+evidence\.zip[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const asked = parseEvidenceRequest(new Request(BASE + href), NOW)
  expect(asked.query).toBe('asOf=2026-02-01T00%3A00%3A00Z&window=2025')
})
