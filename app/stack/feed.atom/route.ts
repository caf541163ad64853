import { FEED_LENGTH } from '#app/vendors/[vendor]/take-away.ts'
import { formatAtom } from '#lib/formats/feed.ts'
import { stackTakeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = stackTakeAway(
  { file: 'feed.atom', type: 'application/atom+xml; charset=utf-8', most: FEED_LENGTH },
  ({ names, title, incidents, pageUrl, fileUrl }) =>
    formatAtom({
      title,
      description: `What ${names} posted on their status pages, one entry an incident.`,
      pageUrl,
      feedUrl: fileUrl,
      incidents,
    }),
)
