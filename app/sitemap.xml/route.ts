import { getEnv } from '#lib/env.ts'
import { listSitemap } from '#lib/queries/sitemap.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

const FIXED_PATHS = ['/', '/at', '/compare', '/stack', '/methodology']

/** https://www.sitemaps.org/protocol.html: at most 50,000 addresses. Slugs and ids need no escaping. */
export const GET = handleApi(async () => {
  const base = getEnv().PUBLIC_URL
  const entries = await listSitemap(49_000)
  const urls = [
    ...FIXED_PATHS.map((path) => `<url><loc>${base}${path}</loc></url>`),
    ...entries.map(
      ({ path, changedAt }) =>
        `<url><loc>${base}${path}</loc>${changedAt === null ? '' : `<lastmod>${changedAt.toISOString()}</lastmod>`}</url>`,
    ),
  ]
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`
  return new Response(xml, { headers: { 'content-type': 'application/xml; charset=utf-8' } })
})
