import { formatAtom } from '#lib/formats/feed.ts'
import { FEED_LENGTH, feedSubject, vendorFile } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

export const GET = vendorFile(
  { file: 'feed.atom', type: 'application/atom+xml; charset=utf-8', most: FEED_LENGTH },
  (history) => formatAtom(feedSubject(history)),
)
