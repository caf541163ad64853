import { formatJsonFeed } from '#lib/formats/feed.ts'
import { FEED_LENGTH, feedSubject, vendorFile } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

export const GET = vendorFile(
  { file: 'feed.json', type: 'application/feed+json; charset=utf-8', most: FEED_LENGTH },
  (history) => formatJsonFeed(feedSubject(history)),
)
