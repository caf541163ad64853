import { feedOfAll } from '../feed.ts'

export const dynamic = 'force-dynamic'

export const GET = feedOfAll('rss')
