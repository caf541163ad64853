import { formatJsonFeed } from '#lib/formats/feed.ts'
import { FEED_LENGTH, feedSubject, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'feed.json', type: 'application/feed+json; charset=utf-8', most: FEED_LENGTH },
  (history) => formatJsonFeed(feedSubject(history)),
)
