import type { Element } from 'hast'
import { parseHtml } from './html-tree.ts'

/** Each tag is examined alone: a whole page has more elements than are parsed. */
const TAG = /<(?:link|a)\s[^<>]{1,2000}>/gi
const MAX_TAGS = 2_000
const MAX_LINKS = 3

const FEED_TYPE = /^(?:application\/(?:rss|atom|feed)\+(?:xml|json)|(?:application|text)\/xml|application\/feed)\b/i
const FEED_PATH = /(?:\.(?:rss|atom)|\/(?:rss|atom|feed)(?:\.xml|\.json)?|\/index\.xml)\/?$/i

/** The feed addresses that a page names, `<link rel="alternate">` before plain links to feeds on the same host. */
export function findFeedLinks(html: string, base: string): string[] {
  const declared = new Set<string>()
  const linked = new Set<string>()
  for (const [tag] of [...html.matchAll(TAG)].slice(0, MAX_TAGS)) {
    if (!/href/i.test(tag)) continue
    const [element] = parseHtml(tag).children
    if (element?.type !== 'element') continue
    const address = URL.parse(String(element.properties.href ?? ''), base)
    if (address === null || !/^https?:$/.test(address.protocol)) continue
    address.hash = ''
    if (isAlternate(element)) declared.add(address.href)
    else if (element.tagName === 'a' && FEED_PATH.test(address.pathname) && address.host === new URL(base).host)
      linked.add(address.href)
  }
  return [...new Set([...declared, ...linked])].slice(0, MAX_LINKS)
}

function isAlternate({ tagName, properties }: Element): boolean {
  const rel = [properties.rel].flat().join(' ')
  return tagName === 'link' && /\balternate\b/i.test(rel) && FEED_TYPE.test(String(properties.type ?? ''))
}
