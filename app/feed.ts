import { getEnv } from '#lib/env.ts'
import { type FeedSubject, formatAtom, formatJsonFeed, formatRss } from '#lib/formats/feed.ts'
import { listNews } from '#lib/queries/incident/news.ts'
import { type Scope, scopeOf } from '#lib/queries/scope.ts'
import { titleOf } from '#lib/text/filter-words.ts'
import { filterToQuery, HISTORY_PARAMETERS, parseHistoryFilter } from '#lib/url/filter.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { knownParameters } from './known-parameters.ts'

/** The forms of a feed, all with the same entries. */
export const FEEDS = {
  atom: { file: 'feed.atom', type: 'application/atom+xml; charset=utf-8', format: formatAtom },
  rss: { file: 'feed.rss', type: 'application/rss+xml; charset=utf-8', format: formatRss },
  json: { file: 'feed.json', type: 'application/feed+json; charset=utf-8', format: formatJsonFeed },
} as const

export type FeedForm = keyof typeof FEEDS

type About = Pick<FeedSubject, 'title' | 'description' | 'pageUrl' | 'feedUrl'>

/** Answers with the page of a feed that the scope's filter asks for. */
export async function answerWithFeed(form: FeedForm, scope: Scope, about: About): Promise<Response> {
  const { entries, nextCursor } = await listNews(scope)
  const { type, format } = FEEDS[form]
  const iconUrl = `${getEnv().PUBLIC_URL}/icon.svg`
  const nextUrl = nextCursor === null ? null : withCursor(about.feedUrl, nextCursor)
  const pageUrl = withCursor(about.pageUrl, null)
  return new Response(format({ ...about, pageUrl, iconUrl, nextUrl, entries }), { headers: { 'content-type': type } })
}

/** A route handler for a feed of all vendors, with the same filters as a vendor's own feed. */
export function feedOfAll(form: FeedForm) {
  return handleApi(async (request: Request) => {
    const now = new Date()
    const filter = parseHistoryFilter(knownParameters(request, HISTORY_PARAMETERS), now)
    const query = filterToQuery(filter)
    const base = getEnv().PUBLIC_URL
    const scope = await scopeOf(null, filter, now)
    return await answerWithFeed(form, scope, {
      title: titleOf('All-vendor', filter, scope.window.label),
      description: 'What all vendors posted on their status pages, one entry per incident.',
      pageUrl: `${base}/`,
      feedUrl: `${base}/${FEEDS[form].file}${query === '' ? '' : `?${query}`}`,
    })
  })
}

/** The address as it is where it has no cursor and gets none. */
function withCursor(address: string, cursor: string | null): string {
  const url = new URL(address)
  if (cursor !== null) url.searchParams.set('cursor', cursor)
  else if (url.searchParams.has('cursor')) url.searchParams.delete('cursor')
  else return address
  return url.href
}
