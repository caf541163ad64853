/** One item of a feed before it is written in a format; a missing part is not in the document. */
export interface Entry {
  id?: string | undefined
  link?: string | undefined
  title: string
  published?: number | undefined
  updated?: number | undefined
  /** HTML, or plain text. */
  content: string
  categories?: string[]
}

export const FORMATS = ['rss', 'rdf', 'atom', 'json'] as const
export const ESCAPINGS = ['cdata', 'entities', 'encoded', 'twice'] as const

export interface Markup {
  format: (typeof FORMATS)[number]
  escaping: (typeof ESCAPINGS)[number]
}

export const PAGE = 'https://status.acme.example'

export function writeFeed(entries: readonly Entry[], markup: Markup): string {
  return WRITERS[markup.format](entries, markup)
}

const WRITERS: Record<Markup['format'], (entries: readonly Entry[], markup: Markup) => string> = {
  rss: (entries, { escaping }) =>
    `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Acme Status</title><link>${PAGE}</link><description>x</description>${entries
      .map(
        (entry) =>
          `<item>${tag('title', escaped(entry.title))}${tag('link', entry.link)}${tag('guid isPermaLink="false"', entry.id)}${tag('pubDate', entry.published && new Date(entry.published).toUTCString())}${tag('atom:updated', entry.updated && iso(entry.updated))}${body(entry.content, escaping)}${categories(entry)}</item>`,
      )
      .join('')}</channel></rss>`,
  rdf: (entries, { escaping }) =>
    `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="${PAGE}"><title>Acme Status</title><link>${PAGE}</link><description>x</description></channel>${entries
      .map(
        (entry) =>
          `<item rdf:about="${escaped(entry.id ?? '')}">${tag('title', escaped(entry.title))}${tag('link', entry.link)}${tag('dc:date', entry.published && iso(entry.published))}${body(entry.content, escaping)}${(entry.categories ?? []).map((word) => tag('dc:subject', escaped(word))).join('')}</item>`,
      )
      .join('')}</rdf:RDF>`,
  atom: (entries, { escaping }) =>
    `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Acme Status</title><link href="${PAGE}"/><updated>2026-11-27T00:00:00Z</updated>${entries
      .map(
        (entry) =>
          `<entry>${tag('id', entry.id)}${tag('title', escaped(entry.title))}${entry.link === undefined ? '' : `<link href="${entry.link}"/>`}${tag('published', entry.published && iso(entry.published))}${tag('updated', entry.updated && iso(entry.updated))}<content type="html">${escaping === 'cdata' ? cdata(entry.content) : escaped(entry.content)}</content>${(entry.categories ?? []).map((word) => `<category term="${escaped(word)}"/>`).join('')}</entry>`,
      )
      .join('')}</feed>`,
  json: (entries) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Acme Status',
      home_page_url: PAGE,
      items: entries.map(({ id, link, title, published, updated, content, categories: tags }) => ({
        ...{ id, title, tags, url: link },
        [isHtml(content) ? 'content_html' : 'content_text']: content,
        date_published: published && iso(published),
        date_modified: updated && iso(updated),
      })),
    }),
}

/** The text as the description, or as `content:encoded` beside an excerpt; HTML may be escaped once too often. */
function body(content: string, escaping: Markup['escaping']): string {
  if (escaping === 'cdata') return tag('description', cdata(content))
  if (escaping === 'entities') return tag('description', escaped(content))
  if (escaping === 'twice') return tag('description', cdata(isHtml(content) ? escaped(content) : content))
  return `${tag('description', cdata('Words.'))}${tag('content:encoded', cdata(content))}`
}

function categories(entry: Entry): string {
  return (entry.categories ?? []).map((word) => tag('category', escaped(word))).join('')
}

function tag(head: string, content: string | number | undefined): string {
  return content === undefined ? '' : `<${head}>${content}</${head.split(' ')[0]}>`
}

function cdata(text: string): string {
  return `<![CDATA[${text}]]>`
}

const REFERENCES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => REFERENCES[character as keyof typeof REFERENCES])
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

function isHtml(content: string): boolean {
  return content.includes('<')
}
