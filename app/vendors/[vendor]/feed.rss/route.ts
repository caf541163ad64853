import { formatRss } from '#lib/formats/feed.ts'
import { FEED_LENGTH, feedSubject, vendorFile } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

export const GET = vendorFile(
  { file: 'feed.rss', type: 'application/rss+xml; charset=utf-8', most: FEED_LENGTH },
  (history) => formatRss(feedSubject(history)),
)
