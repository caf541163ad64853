import { formatAtom } from '#lib/formats/feed.ts'
import { FEED_LENGTH, feedSubject, takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway(
  { file: 'feed.atom', type: 'application/atom+xml; charset=utf-8', most: FEED_LENGTH },
  (history) => formatAtom(feedSubject(history)),
)
