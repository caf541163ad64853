import { createRequire } from 'node:module'
import type { AtomFeed, JsonFeed, RdfFeed, RssFeed } from 'feedsmith'
import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { decodeText } from './decode.ts'
import type { Item } from './item.ts'
import { parseJsonText } from './json.ts'
import { decodeReferences, htmlToText } from './markdown.ts'
import type { Report } from './report.ts'
import { cleanLine } from './text.ts'
import { readXml } from './xml.ts'

const require = createRequire(import.meta.url)
/** Loaded with the first feed, so that a start need not wait for it (docs/decisions/172). */
const feedsmith = () => require('feedsmith') as typeof import('feedsmith')

/** Any feed: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom, JSON Feed. */
export interface Feed {
  format: 'rss' | 'rdf' | 'atom' | 'json'
  /** Atom's own id; null in the other forms. */
  id: string | null
  title: string | null
  description: string | null
  /** The page that the feed belongs to. */
  url: string | null
  /** The feed's own address, if it gives one. */
  selfUrl: string | null
  /** In document order; each holds the fields of FeedEntry, read with the readers in item.ts. */
  items: FeedItem[]
}

export interface FeedItem extends Item {
  readonly value: FeedEntry & Record<string, unknown>
}

/** One entry, in the form common to all feeds; times are as written. */
export interface FeedEntry {
  /** guid, Atom id, rdf:about or JSON Feed id. */
  id: string | null
  title: string | null
  url: string | null
  published: string | null
  updated: string | null
  /** HTML or text: the content if there is any, else the description or summary. */
  content: string | null
  /** The description beside the content, if there are both: on some platforms it is the readable one. */
  summary: string | null
  categories: string[]
}

/** Throws ParseError when the document is not a feed, or is cut off. `text` is the document's, where it is known already. */
export function readFeed(document: SourceDocument, report: Report, text = decodeText(document)): Feed {
  const source = /^\s*\{/.test(text) ? parseJsonText(text) : readXml(text)
  const { format, feed } = parse(source)
  switch (format) {
    case 'rss':
    case 'rdf': {
      const url = absolute(line(feed.link), document.url)
      const from = format === 'rss' ? fromRss : fromRdf
      return {
        ...{ format, id: null, title: line(feed.title), description: line(feed.description), url },
        selfUrl: absolute(selfLink(feed.atom?.links), document.url),
        items: toItems<RssFeed.Item<string> & RdfFeed.Item<string>>(
          feed.items,
          (item) => from(item, url ?? document.url),
          report,
        ),
      }
    }
    case 'atom': {
      const base =
        absolute(feed.xml?.base, document.url ?? selfLink(feed.links)) ?? document.url ?? selfLink(feed.links)
      return {
        ...{
          format,
          id: line(feed.id),
          title: line(plainTitle(feed.title)),
          description: line(plainTitle(feed.subtitle)),
          url: absolute(alternateLink(feed.links), base),
        },
        selfUrl: absolute(selfLink(feed.links), base),
        items: toItems(feed.entries, (entry) => fromAtom(entry, absolute(entry.xml?.base, base) ?? base), report),
      }
    }
    case 'json': {
      const url = absolute(line(feed.home_page_url), document.url)
      return {
        ...{ format, id: null, title: line(feed.title), description: line(feed.description), url },
        selfUrl: absolute(line(feed.feed_url), document.url),
        items: toItems(feed.items, (item) => fromJson(item, url ?? document.url), report),
      }
    }
  }
}

/** The first tag tells the form of nearly all feeds; `parseFeed` searches the whole text for signs of each form. */
function parse(source: unknown) {
  // Outside: that it cannot be loaded is not the vendor's fault.
  const { parseAtomFeed, parseFeed, parseRssFeed } = feedsmith()
  try {
    const root = typeof source === 'string' ? ROOT.exec(source)?.[1] : undefined
    if (root === 'rss') return { format: root, feed: parseRssFeed(source) } as const
    if (root === 'feed') return { format: 'atom', feed: parseAtomFeed(source) } as const
    return parseFeed(source)
  } catch (error) {
    throw new ParseError('not an RSS, Atom or JSON feed', null, { cause: error })
  }
}

const ROOT = /^(?:<\?[^<>]{0,200}\?>\s*)?<(rss|feed)[\s>]/

function toItems<T>(entries: T[] | undefined, from: (entry: T) => FeedEntry, report: Report): FeedItem[] {
  return (entries ?? []).map((entry, index) => ({ value: { ...from(entry) }, path: `items[${index}]`, report }))
}

type From<T> = (entry: T, base: string | null) => FeedEntry

const fromRss: From<RssFeed.Item<string>> = (item, base) => ({
  id: item.guid?.value ?? null,
  title: item.title ?? null,
  url: absolute(item.link, base) ?? (item.guid?.isPermaLink === false ? null : webAddress(item.guid?.value)),
  published: item.pubDate ?? item.dc?.dates?.[0] ?? null,
  updated: item.atom?.updated ?? null,
  ...texts(html(item.content?.encoded), html(item.description)),
  categories: (item.categories ?? []).flatMap((category) => category.name ?? []),
})

const fromRdf: From<RdfFeed.Item<string>> = (item, base) => ({
  id: item.rdf?.about ?? null,
  title: item.title ?? null,
  url: absolute(item.link, base),
  published: item.dc?.dates?.[0] ?? null,
  updated: null,
  ...texts(html(item.content?.encoded), html(item.description)),
  categories: item.dc?.subjects ?? [],
})

const fromAtom: From<AtomFeed.Entry<string>> = (entry, base) => ({
  id: entry.id ?? null,
  title: plainTitle(entry.title),
  url: absolute(alternateLink(entry.links), base),
  published: entry.published ?? null,
  updated: entry.updated ?? null,
  ...texts(textOf(entry.content), textOf(entry.summary)),
  categories: (entry.categories ?? []).flatMap((category) => category.label ?? category.term ?? []),
})

const fromJson: From<JsonFeed.Item<string>> = (item, base) => ({
  id: item.id ?? null,
  title: item.title ?? null,
  url: absolute(item.url, base),
  published: item.date_published ?? null,
  updated: item.date_modified ?? null,
  ...texts(html(item.content_html), plain(item.content_text ?? item.summary)),
  categories: item.tags ?? [],
})

/** A text as HTML; `isSure` if its type is explicit and leaves no other reading. */
interface FeedText {
  html: string
  isSure: boolean
}

function html(text: string | undefined): FeedText | null {
  return text === undefined || text.trim() === '' ? null : { html: text, isSure: false }
}

/** Text that is not HTML, whatever it looks like. */
function plain(text: string | undefined): FeedText | null {
  const known = html(text)
  return known && { html: known.html.replaceAll('&', '&amp;').replaceAll('<', '&lt;'), isSure: true }
}

/** A text without a type should be plain, but is HTML in many feeds. */
function textOf(text: { value?: string; type?: string } | undefined): FeedText | null {
  return text?.type === 'text' || text?.type === 'text/plain' ? plain(text.value) : html(text?.value)
}

function plainTitle(text: { value?: string; type?: string } | undefined): string | null {
  if (text?.value === undefined) return null
  return text.type === 'html' || text.type === 'xhtml' ? htmlToText(text.value) : text.value
}

/**
 * The rich text first, unless it is empty. Text that was escaped twice shows its tags after a second decoding; such a rich text
 * comes after the plain one.
 */
function texts(rich: FeedText | null, short: FeedText | null): Pick<FeedEntry, 'content' | 'summary'> {
  const isBroken = rich !== null && !rich.isSure && ESCAPED_TAG.test(rich.html)
  const known = [
    rich && (isBroken ? decodeReferences(rich.html) : rich.html),
    short && (short.isSure ? short.html : unescapeTags(short.html)),
  ].filter((text) => text !== null)
  const [content = null, summary = null] = isBroken ? known.toReversed() : known
  return { content, summary }
}

/** A text with both escaped tags and real tags may mean to show the escaped ones to its readers. */
function unescapeTags(text: string): string {
  return ESCAPED_TAG.test(text) && !/<[a-z]/i.test(text) ? decodeReferences(text) : text
}

const ESCAPED_TAG = /&lt;(?:p|small|br|strong|b|em|div|span|time|ul|ol|li|table|tr|td|dl|dt|dd|h[1-6])\b/

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

/**
 * The address, resolved against `base` if it begins like a relative one. An address without a scheme that begins with a host
 * stays as it is: it is a mistake, not a path.
 */
function absolute(address: string | null | undefined, base: string | null): string | null {
  if (address === null || address === undefined) return null
  const isRelative = /^(?:[/.?#]|[\w-]+(?:\/|$))/.test(address.trim())
  return (isRelative ? URL.parse(address.trim(), base ?? undefined)?.href : null) ?? address
}

function line(text: string | null | undefined): string | null {
  return text === undefined || text === null ? null : cleanLine(text) || null
}
