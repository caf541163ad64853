import { getEnv } from '#lib/env.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  const text = `User-agent: *\nDisallow: /admin\nDisallow: /api/\nSitemap: ${getEnv().PUBLIC_URL}/sitemap.xml\n`
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
