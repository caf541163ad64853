import { FEED_LENGTH } from '#app/vendors/[vendor]/vendor-file.ts'
import { formatAtom } from '#lib/formats/feed.ts'
import { listNewestIncidents } from '#lib/queries/incidents.ts'
import { ofStack } from '../stack-file.ts'

export const dynamic = 'force-dynamic'

export const GET = ofStack('feed.atom', async ({ scope, names, title, pageUrl, fileUrl }) => {
  const feed = formatAtom({
    title,
    description: `What ${names} posted on their status pages, one entry per incident.`,
    pageUrl,
    feedUrl: fileUrl,
    incidents: await listNewestIncidents(scope, FEED_LENGTH),
  })
  return new Response(feed, { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } })
})
