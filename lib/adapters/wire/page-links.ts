import type { Element } from 'hast'
import { parseHtml } from './html-tree.ts'

/**
 * Each tag is examined alone: a whole page has more elements than are parsed. A value between quotation marks may contain the
 * end of a tag; without that reading, an apostrophe without a partner would hide one.
 */
const TAG = /<(?:link|a|base)\s(?:(?:[^<>"']|"[^"<]{0,2000}"|'[^'<]{0,2000}'){1,2000}>|[^<>]{1,2000}>)/gi
const MAX_TAGS = 2_000
const MAX_LINKS = 3

const FEED_TYPE = /^(?:application\/(?:rss|atom|feed)\+(?:xml|json)|(?:application|text)\/xml|application\/feed)\b/i
const FEED_PATH = /(?:\.(?:rss|atom)|\/(?:rss|atom|feed)(?:\.xml|\.json)?|\/index\.xml)\/?$/i

/**
 * The feed addresses that a page names, `<link rel="alternate">` before plain links to feeds on the same host, and feeds of
 * comments last.
 */
export function findFeedLinks(html: string, pageUrl: string): string[] {
  const declared = new Set<string>()
  const linked = new Set<string>()
  let base = pageUrl
  for (const [tag] of [...withoutComments(html).matchAll(TAG)].slice(0, MAX_TAGS)) {
    if (!/href/i.test(tag)) continue
    const [element] = parseHtml(/^<base/i.test(tag) ? tag.replace('base', 'link') : tag).children
    if (element?.type !== 'element') continue
    const address = URL.parse(String(element.properties.href ?? ''), base)
    if (address === null || !/^https?:$/.test(address.protocol)) continue
    address.hash = ''
    if (/^<base/i.test(tag)) base = address.href
    else if (isAlternate(element) && FEED_TYPE.test(String(element.properties.type ?? ''))) declared.add(address.href)
    else if (element.tagName === 'a' || (isAlternate(element) && !('type' in element.properties))) {
      if (FEED_PATH.test(address.pathname) && address.host === new URL(pageUrl).host) linked.add(address.href)
    }
  }
  const ofComments = (address: string) => Number(/\bcomments?\b/i.test(address))
  return [...new Set([...declared, ...linked])].toSorted((a, b) => ofComments(a) - ofComments(b)).slice(0, MAX_LINKS)
}

/** A comment that never ends hides the rest, as it does in a browser. */
function withoutComments(html: string): string {
  const [first = '', ...parts] = html.split('<!--')
  return [first, ...parts.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : ''))].join('\n')
}

function isAlternate({ tagName, properties }: Element): boolean {
  return tagName === 'link' && /\balternate\b/i.test([properties.rel].flat().join(' '))
}
