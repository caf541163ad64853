import { FEED_LENGTH } from '#app/vendors/[vendor]/vendor-file.ts'
import { getEnv } from '#lib/env.ts'
import { formatAtom } from '#lib/formats/feed.ts'
import { listNewestIncidents } from '#lib/queries/incidents.ts'
import { scopeOf } from '#lib/queries/scope.ts'
import { filterToQuery, parseHistoryFilter } from '#lib/url/filter.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** The newest incidents of all vendors, with the same filters as a vendor's own feed. */
export const GET = handleApi(async (request: Request) => {
  const now = new Date()
  const filter = parseHistoryFilter(new URL(request.url).searchParams, now)
  const query = filterToQuery(filter)
  const base = getEnv().PUBLIC_URL
  const feed = formatAtom({
    title: 'Outage history of all vendors',
    description: 'What all vendors posted on their status pages, one entry per incident.',
    pageUrl: `${base}/`,
    feedUrl: `${base}/feed.atom${query === '' ? '' : `?${query}`}`,
    incidents: await listNewestIncidents(await scopeOf(null, filter, now), FEED_LENGTH),
  })
  return new Response(feed, { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } })
})
