import { getEnv } from '#lib/env.ts'
import type { SitemapEntry } from '#lib/queries/sitemap.ts'

/** https://www.sitemaps.org/protocol.html: at most 50,000 addresses. Slugs and ids need no escaping. */
export function answerWithUrls(entries: SitemapEntry[]): Response {
  return answerWith('urlset', 'url', entries)
}

/** A list of sitemaps, of which each lists pages. */
export function answerWithSitemaps(entries: SitemapEntry[]): Response {
  return answerWith('sitemapindex', 'sitemap', entries)
}

function answerWith(list: string, element: string, entries: SitemapEntry[]): Response {
  const base = getEnv().PUBLIC_URL
  const lines = entries.map(({ path, changedAt }) => {
    const changed = changedAt === null ? '' : `<lastmod>${changedAt.toISOString()}</lastmod>`
    return `<${element}><loc>${base}${path}</loc>${changed}</${element}>`
  })
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<${list} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${lines.join('\n')}\n</${list}>\n`
  return new Response(xml, { headers: { 'content-type': 'application/xml; charset=utf-8' } })
}
