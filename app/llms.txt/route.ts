import { getEnv } from '#lib/env.ts'

export const dynamic = 'force-dynamic'

/** A site map in prose for language models; https://llmstxt.org. */
export function GET(): Response {
  const base = getEnv().PUBLIC_URL
  const text = `# Outage History

> The outage history of vendors, built from what they published on their status pages. Every duration says where it comes
> from, overlapping time counts once, and gaps in the data are marked as gaps.

## Pages

- [All vendors](${base}/): who is down now, and the figures of each vendor for 24 months
- [How the figures are computed](${base}/methodology)
- A vendor's history: ${base}/vendors/{vendor}, with \`?window=24m|12m|90d|all|2025|2025-Q3|2025-10|2025-01-01..2025-03-31\`
- What was down at an instant: ${base}/at?t=2025-06-12T19:45:00Z
- Search: ${base}/search?q=…
- Up to five vendors side by side: ${base}/compare?vendors=a,b
- Several vendors together: ${base}/stack?vendors=a,b,c, also as stack/feed.atom and stack/calendar.ics

## Data

- [API](${base}/api/v1/openapi.json): JSON, no key; figures, incidents with their timelines, search
- Of each vendor: ${base}/vendors/{vendor}/feed.atom, feed.rss, feed.json, calendar.ics, incidents.csv, incidents.json,
  incidents.ndjson, incidents.md
- The newest incidents of all vendors: ${base}/feed.atom
`
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
