import { getEnv } from '#lib/env.ts'
import { element, textElement, xmlDocument } from '#lib/formats/xml.ts'
import { mapInChunks } from '#lib/queries/event-loop.ts'
import type { SitemapEntry } from '#lib/queries/sitemap.ts'

/** The pages that are there without any vendor. */
export const FIXED_PAGES = [
  '/',
  '/at',
  '/compare',
  '/stack',
  '/stack/report',
  '/subscribe',
  '/methodology',
  '/methodology/track-record',
  '/developers',
].map((path): SitemapEntry => ({ path, changedAt: null }))

/** https://www.sitemaps.org/protocol.html: at most 50,000 addresses. */
export async function answerWithUrls(entries: SitemapEntry[]): Promise<Response> {
  return await answerWith('urlset', 'url', entries)
}

/** A list of sitemaps, of which each lists pages. */
export async function answerWithSitemaps(entries: SitemapEntry[]): Promise<Response> {
  return await answerWith('sitemapindex', 'sitemap', entries)
}

async function answerWith(list: string, name: string, entries: SitemapEntry[]): Promise<Response> {
  const base = getEnv().PUBLIC_URL
  const places = await mapInChunks(entries, ({ path, changedAt }) => {
    const changed = changedAt === null ? '' : textElement('lastmod', changedAt.toISOString())
    return element(name, textElement('loc', base + path) + changed)
  })
  const xml = xmlDocument(list, { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }, places)
  return new Response(xml, { headers: { 'content-type': 'application/xml; charset=utf-8' } })
}
