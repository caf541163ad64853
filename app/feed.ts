import { hubOf } from '#lib/alerts/websub/hub.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { type FeedLink, type FeedSubject, formatAtom, formatJsonFeed, formatRss } from '#lib/formats/feed.ts'
import { listNews } from '#lib/queries/incident/news.ts'
import { readArchive } from '#lib/queries/incident/news-archives.ts'
import type { FeedEntry } from '#lib/queries/schemas.ts'
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

/** The parameters of every feed. */
export const FEED_PARAMETERS = [...HISTORY_PARAMETERS, 'archive']

type About = Pick<FeedSubject, 'title' | 'description' | 'pageUrl' | 'feedUrl'>

/** Answers with the document of a feed that is asked for: the feed, a page of it by the scope's cursor, or an archive by its name. */
export async function answerWithFeed(
  form: FeedForm,
  scope: Scope,
  about: About,
  archive: string | null,
): Promise<Response> {
  const { type, format } = FEEDS[form]
  const iconUrl = `${getEnv().PUBLIC_URL}/icon.svg`
  const pageUrl = withParameter(about.pageUrl, 'cursor', null)
  const feedUrl = withParameter(about.feedUrl, 'cursor', null)
  const found = await readDocument(scope, feedUrl, archive)
  const hubUrl = form === 'atom' ? hubOf(found.documentUrl, scope.now) : null
  const body = format({ ...about, pageUrl, feedUrl, iconUrl, hubUrl, isArchive: archive !== null, ...found })
  const links = hubUrl === null ? null : `<${hubUrl}>; rel="hub", <${feedUrl}>; rel="self"`
  return new Response(body, { headers: { 'content-type': type, ...(links !== null && { link: links }) } })
}

type FeedDocument = Pick<FeedSubject, 'documentUrl' | 'links'> & { entries: FeedEntry[] }

async function readDocument(scope: Scope, feedUrl: string, archive: string | null): Promise<FeedDocument> {
  const { cursor } = scope.filter
  const linkTo = (rel: FeedLink['rel'], name: 'cursor' | 'archive', value: string | null): FeedLink[] =>
    value === null ? [] : [{ rel, href: withParameter(feedUrl, name, value) }]
  if (archive === null) {
    const { entries, nextCursor, newestArchive } = await listNews(scope)
    const links = [...linkTo('next', 'cursor', nextCursor), ...linkTo('prev-archive', 'archive', newestArchive)]
    return { entries, links, documentUrl: withParameter(feedUrl, 'cursor', cursor) }
  }
  if (cursor !== null) throw new InvalidInputError('archive and cursor exclude each other.', 'archive')
  const { entries, previous, next } = await readArchive(scope, archive)
  const links: FeedLink[] = [
    { rel: 'current', href: feedUrl },
    ...linkTo('prev-archive', 'archive', previous),
    ...linkTo('next-archive', 'archive', next),
  ]
  return { entries, links, documentUrl: withParameter(feedUrl, 'archive', archive) }
}

/** A route handler for a feed of all vendors, with the same filters as a vendor's own feed. */
export function feedOfAll(form: FeedForm) {
  return handleApi(async (request: Request) => {
    const now = new Date()
    const params = knownParameters(request, FEED_PARAMETERS)
    const filter = parseHistoryFilter(params, now)
    const query = filterToQuery(filter)
    const base = getEnv().PUBLIC_URL
    const scope = await scopeOf(null, filter, now)
    const about = {
      title: titleOf('All-vendor', filter, scope.window.label),
      description: 'What all vendors posted on their status pages, one entry per incident.',
      pageUrl: `${base}/`,
      feedUrl: `${base}/${FEEDS[form].file}${query === '' ? '' : `?${query}`}`,
    }
    return await answerWithFeed(form, scope, about, params.get('archive'))
  })
}

/** The address as it is where nothing of it changes. */
function withParameter(address: string, name: string, value: string | null): string {
  const url = new URL(address)
  if (value !== null) url.searchParams.set(name, value)
  else if (url.searchParams.has(name)) url.searchParams.delete(name)
  else return address
  return url.href
}
