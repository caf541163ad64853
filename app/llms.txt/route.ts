import { isOwnHub } from '#lib/alerts/websub/hub.ts'
import { getEnv } from '#lib/env.ts'

export const dynamic = 'force-dynamic'

/** A site map in prose for language models; https://llmstxt.org. */
export function GET(): Response {
  const base = getEnv().PUBLIC_URL
  // Another operator's hub learns only of some feeds.
  const hub = isOwnHub() ? 'Each Atom feed names a WebSub hub, which sends it to subscribers when it changes.\n' : ''
  const text = `# Outage History

> The outage history of vendors, built from what they published on their status pages. Every duration says where it comes
> from, overlapping time counts once, and gaps in the data are marked as gaps.

## Pages

- [All vendors](${base}/): who is down now, and the figures of each vendor for 24 months
- [How the figures are computed](${base}/methodology)
- [What was down at an instant](${base}/at?t=2025-06-12T19:45:00Z): any \`t\` in the past
- [Search](${base}/search): words in \`q\`, over all vendors
- [Up to five vendors side by side](${base}/compare): \`vendors=a,b\`
- [Several vendors together](${base}/stack): \`vendors=a,b,c\`, also as stack/feed.atom and stack/calendar.ics
- [A quarter of several vendors](${base}/stack/report): \`vendors=a,b,c\`, \`quarter=2026-Q3\`, also as stack/report.md and stack/report.json

The history of a vendor is at ${base}/vendors/{vendor}, with \`window=24m|12m|90d|all|2025|2025-Q3|2025-10|2025-01-01..2025-03-31\`.

## Data

- [API](${base}/developers): JSON, no key; figures, incidents with their timelines, search; explained with examples
- [Description of the API](${base}/api/v1/openapi.json): OpenAPI 3.1
- [Model Context Protocol](${base}/mcp/server.json): for agents, who ask at ${base}/mcp
- [Vendors](${base}/api/v1/vendors): JSON, with the slugs that stand for {vendor} here
- [News of all vendors](${base}/feed.atom): Atom, also feed.rss and feed.json
- [Calendar of all vendors](${base}/calendar.ics): iCalendar, with what is planned
- [Subscribe](${base}/subscribe): every address to copy into a reader, a chat or a calendar
- [Metrics of all vendors](${base}/metrics/vendors): for Prometheus

Each vendor has ${base}/vendors/{vendor}/feed.atom, feed.rss, feed.json, calendar.ics, incidents.csv, incidents.json,
incidents.ndjson and incidents.md, with the same parameters as its page.
${hub}Programs written for Statuspage can read each vendor at ${base}/vendors/{vendor}/api/v2/summary.json, incidents.json and the others.
`
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
