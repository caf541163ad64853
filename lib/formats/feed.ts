import { earliestOf, latestOf } from '#lib/domain/instant.ts'
import type { FeedEntry } from '#lib/queries/schemas.ts'
import { entryHtml } from './feed-entry.ts'
import { element, textElement, xmlDocument } from './xml.ts'

/** The subject of a feed; its entries are incidents, the last said first. */
export interface FeedSubject {
  title: string
  description: string
  /** The page that the feed belongs to. */
  pageUrl: string
  /** The feed, of which this document may be a page or an archive. */
  feedUrl: string
  documentUrl: string
  /** To other documents of the feed (RFC 5005, 3 and 4). */
  links: FeedLink[]
  isArchive: boolean
  /** The hub that sends it to subscribers when it changes (WebSub); null for none. Atom only. */
  hubUrl: string | null
  iconUrl: string
  entries: FeedEntry[]
}

export interface FeedLink {
  rel: 'next' | 'current' | 'prev-archive' | 'next-archive'
  href: string
}

/** RFC 5005, 4 */
const HISTORY_NAMESPACE = 'http://purl.org/syndication/history/1.0'
const ARCHIVE_MARK = element('fh:archive', '', { 'xmlns:fh': HISTORY_NAMESPACE })

const GENERATOR = 'Outage History'
/** In minutes: how often the sources behind a feed are read. */
const TTL = 5

/** One entry per incident: its id never changes, its `updated` is when something was last said. RFC 4287. */
export function formatAtom(subject: FeedSubject): string {
  const link = (rel: string, href: string, type: string) => element('link', '', { rel, href, type })
  const { pageUrl, feedUrl, documentUrl, links, isArchive, hubUrl, iconUrl } = subject
  return xmlDocument('feed', { xmlns: 'http://www.w3.org/2005/Atom' }, [
    textElement('id', feedUrl),
    textElement('title', subject.title),
    textElement('subtitle', subject.description),
    textElement('updated', newsAt(subject).toISOString()),
    element('author', textElement('name', GENERATOR)),
    textElement('generator', GENERATOR),
    textElement('icon', iconUrl),
    link('alternate', pageUrl, 'text/html'),
    link('self', documentUrl, 'application/atom+xml'),
    ...(hubUrl === null ? [] : [element('link', '', { rel: 'hub', href: hubUrl })]),
    ...links.map(({ rel, href }) => link(rel, href, 'application/atom+xml')),
    ...(isArchive ? [ARCHIVE_MARK] : []),
    ...subject.entries.map((entry) =>
      element(
        'entry',
        [
          textElement('id', entryId(entry)),
          textElement('title', entryTitle(entry)),
          link('alternate', entry.permalink, 'text/html'),
          textElement('published', publishedAt(entry).toISOString()),
          textElement('updated', entry.newsAt.toISOString()),
          element('author', textElement('name', entry.vendorName)),
          ...categories(entry).map((term) => element('category', '', { term })),
          textElement('content', entryHtml(entry), { type: 'html' }),
        ].join(''),
      ),
    ),
  ])
}

const RSS_NAMESPACES = {
  version: '2.0',
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
}

/** https://www.rssboard.org/rss-specification; `pubDate` is when it was first said, since RSS has no time of a change. */
export function formatRss(subject: FeedSubject): string {
  const { documentUrl, links, isArchive } = subject
  const link = (rel: string, href: string) => element('atom:link', '', { rel, href, type: 'application/rss+xml' })
  const channel = [
    textElement('title', rssText(subject.title)),
    textElement('link', subject.pageUrl),
    textElement('description', rssText(subject.description)),
    textElement('language', 'en'),
    textElement('lastBuildDate', newsAt(subject).toUTCString()),
    textElement('generator', GENERATOR),
    textElement('ttl', String(TTL)),
    link('self', documentUrl),
    ...links.map(({ rel, href }) => link(rel, href)),
    ...(isArchive ? [ARCHIVE_MARK] : []),
    ...subject.entries.map((entry) =>
      element(
        'item',
        [
          textElement('title', rssText(entryTitle(entry))),
          textElement('link', entry.permalink),
          textElement('guid', entryId(entry), { isPermaLink: 'false' }),
          textElement('pubDate', publishedAt(entry).toUTCString()),
          textElement('dcterms:modified', entry.newsAt.toISOString()),
          textElement('dc:creator', entry.vendorName),
          ...categories(entry).map((name) => textElement('category', name)),
          textElement('description', entryHtml(entry)),
        ].join(''),
      ),
    ),
  ]
  return xmlDocument('rss', RSS_NAMESPACES, [element('channel', `\n${channel.join('\n')}\n`)])
}

/** https://www.jsonfeed.org/version/1.1/, which has no archives: their addresses are an extension. */
export function formatJsonFeed(subject: FeedSubject): string {
  const urlOf = (wanted: FeedLink['rel']) => subject.links.find(({ rel }) => rel === wanted)?.href
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: subject.title,
    description: subject.description,
    home_page_url: subject.pageUrl,
    feed_url: subject.documentUrl,
    next_url: urlOf('next'),
    _archives: {
      about: 'https://www.rfc-editor.org/rfc/rfc5005',
      is_archive: subject.isArchive,
      current_url: urlOf('current'),
      prev_archive_url: urlOf('prev-archive'),
      next_archive_url: urlOf('next-archive'),
    },
    icon: subject.iconUrl,
    favicon: subject.iconUrl,
    authors: [{ name: GENERATOR }],
    language: 'en',
    items: subject.entries.map((entry) => ({
      id: entryId(entry),
      url: entry.permalink,
      ...(entry.sourceUrl !== null && { external_url: entry.sourceUrl }),
      title: entryTitle(entry),
      content_html: entryHtml(entry),
      date_published: publishedAt(entry),
      date_modified: entry.newsAt,
      authors: [{ name: entry.vendorName }],
      tags: categories(entry),
    })),
  })
}

/** Independent of the title, vendor slug and site address, all of which may change. RFC 4151. */
function entryId({ id }: FeedEntry): string {
  return `tag:outage-history,2026:incident/${id}`
}

function entryTitle({ vendorName, title }: FeedEntry): string {
  return `${vendorName}: ${title}`
}

function categories({ vendorName, kind, impact }: FeedEntry): string[] {
  return [vendorName, kind, impact]
}

/** The start of what happened, or the announcement of what is planned: not a time in the future, which readers hide. */
function publishedAt({ startedAt, firstSeenAt, updates }: FeedEntry): Date {
  return earliestOf([startedAt, updates[0]?.postedAt ?? null]) ?? firstSeenAt
}

/** The time of its newest content, so that an unchanged feed keeps its bytes; the epoch for an empty one. */
function newsAt({ entries }: FeedSubject): Date {
  return latestOf(entries.map((entry) => entry.newsAt)) ?? new Date(0)
}

/**
 * Some readers take a title of RSS for HTML, others for text. With a word joiner behind what could begin a tag or a reference, both
 * show the same.
 */
function rssText(text: string): string {
  return text.replace(/<(?=[a-z/!?])|&(?=#?\w+;)/gi, '$&\u2060')
}
