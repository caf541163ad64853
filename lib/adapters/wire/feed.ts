import { type AtomFeed, type JsonFeed, parseFeed, type RdfFeed, type RssFeed } from 'feedsmith'
import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { decodeText } from './decode.ts'
import type { Item } from './item.ts'
import { parseJson } from './json.ts'
import { decodeReferences, htmlToText } from './markdown.ts'
import type { Report } from './report.ts'
import { cleanLine } from './text.ts'
import { readXml } from './xml.ts'

/** Any feed: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom, JSON Feed. */
export interface Feed {
  format: 'rss' | 'rdf' | 'atom' | 'json'
  /** Atom's own id; null in the other forms. */
  id: string | null
  title: string | null
  description: string | null
  /** The page that the feed belongs to. */
  url: string | null
  /** The feed's own address, where it names it. */
  selfUrl: string | null
  /** In document order; each holds the fields of FeedEntry, to be read with the readers of item.ts. */
  items: FeedItem[]
}

export interface FeedItem extends Item {
  readonly value: FeedEntry & Record<string, unknown>
}

/** One entry in the form that is common to all feeds; times are as written. */
export interface FeedEntry {
  /** guid, Atom id, rdf:about or JSON Feed id. */
  id: string | null
  title: string | null
  url: string | null
  published: string | null
  updated: string | null
  /** HTML or text: content where there is any, else the description or summary. */
  content: string | null
  /** The description beside the content, where there are both: on some platforms it is the one that can be read. */
  summary: string | null
  categories: string[]
}

/** Throws ParseError when the document is no feed, or not one to its end. */
export function readFeed(document: SourceDocument, report: Report): Feed {
  const source = isJson(document) ? parseJson(document) : readXml(document)
  const { format, feed } = parse(source)
  switch (format) {
    case 'rss':
    case 'rdf':
      return {
        ...{ format, id: null, title: line(feed.title), description: line(feed.description), url: line(feed.link) },
        selfUrl: selfLink(feed.atom?.links),
        items: format === 'rss' ? toItems(feed.items, fromRss, report) : toItems(feed.items, fromRdf, report),
      }
    case 'atom':
      return {
        ...{
          format,
          id: line(feed.id),
          title: line(feed.title?.value),
          description: line(feed.subtitle?.value),
          url: alternateLink(feed.links),
        },
        selfUrl: selfLink(feed.links),
        items: toItems(feed.entries, fromAtom, report),
      }
    case 'json':
      return {
        ...{
          format,
          id: null,
          title: line(feed.title),
          description: line(feed.description),
          url: line(feed.home_page_url),
        },
        selfUrl: line(feed.feed_url),
        items: toItems(feed.items, fromJson, report),
      }
  }
}

function isJson(document: SourceDocument): boolean {
  return /^\s*\{/.test(decodeText(document).slice(0, 1000))
}

function parse(source: unknown) {
  try {
    return parseFeed(source)
  } catch (error) {
    throw new ParseError('not an RSS, Atom or JSON feed', null, { cause: error })
  }
}

function toItems<T>(entries: T[] | undefined, from: (entry: T) => FeedEntry, report: Report): FeedItem[] {
  return (entries ?? []).map((entry, index) => ({ value: { ...from(entry) }, path: `items[${index}]`, report }))
}

function fromRss(item: RssFeed.Item<string>): FeedEntry {
  return {
    id: item.guid?.value ?? null,
    title: item.title ?? null,
    url: item.link ?? (item.guid?.isPermaLink === false ? null : webAddress(item.guid?.value)),
    published: item.pubDate ?? item.dc?.dates?.[0] ?? null,
    updated: item.atom?.updated ?? null,
    ...texts(item.content?.encoded, item.description),
    categories: (item.categories ?? []).flatMap((category) => category.name ?? []),
  }
}

function fromRdf(item: RdfFeed.Item<string>): FeedEntry {
  return {
    id: item.rdf?.about ?? null,
    title: item.title ?? null,
    url: item.link ?? null,
    published: item.dc?.dates?.[0] ?? null,
    updated: null,
    ...texts(item.content?.encoded, item.description),
    categories: item.dc?.subjects ?? [],
  }
}

function fromAtom(entry: AtomFeed.Entry<string>): FeedEntry {
  const title = entry.title?.value ?? null
  return {
    id: entry.id ?? null,
    title: title !== null && entry.title?.type === 'html' ? htmlToText(title) : title,
    url: alternateLink(entry.links),
    published: entry.published ?? null,
    updated: entry.updated ?? null,
    ...texts(entry.content?.value, entry.summary?.value),
    categories: (entry.categories ?? []).flatMap((category) => category.label ?? category.term ?? []),
  }
}

function fromJson(item: JsonFeed.Item<string>): FeedEntry {
  return {
    id: item.id ?? null,
    title: item.title ?? null,
    url: item.url ?? null,
    published: item.date_published ?? null,
    updated: item.date_modified ?? null,
    ...texts(item.content_html, item.content_text ?? item.summary),
    categories: item.tags ?? [],
  }
}

/**
 * The rich text first, unless it is empty. What is escaped twice has its tags when it is read once more; a rich text like that
 * comes after the plain one.
 */
function texts(rich: string | undefined, plain: string | undefined): Pick<FeedEntry, 'content' | 'summary'> {
  const isBroken = rich !== undefined && ESCAPED_TAG.test(rich)
  const known = [isBroken ? decodeReferences(rich) : rich, plain && unescapeTags(plain)].filter(
    (text) => !isBlank(text),
  )
  const [content = null, summary = null] = isBroken ? known.toReversed() : known
  return { content, summary }
}

/** A text that has escaped tags beside tags of its own may show them to its readers. */
function unescapeTags(text: string): string {
  return ESCAPED_TAG.test(text) && !/<[a-z]/i.test(text) ? decodeReferences(text) : text
}

const ESCAPED_TAG = /&lt;(?:p|small|br|strong|div)\b/

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === ''
}

interface Link {
  href?: string
  rel?: string
}

function alternateLink(links: Link[] | undefined): string | null {
  return (links?.find((link) => link.rel === 'alternate' || link.rel === undefined) ?? links?.[0])?.href ?? null
}

function selfLink(links: Link[] | undefined): string | null {
  return links?.find((link) => link.rel === 'self')?.href ?? null
}

function webAddress(text: string | undefined): string | null {
  return text !== undefined && /^https?:\/\//i.test(text) ? text : null
}

function line(text: string | undefined): string | null {
  return text === undefined ? null : cleanLine(text) || null
}
