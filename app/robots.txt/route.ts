import { getEnv } from '#lib/env.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  const text = [
    'User-agent: *',
    'Disallow: /admin',
    'Disallow: /api/auth/',
    `Sitemap: ${getEnv().PUBLIC_URL}/sitemap.xml`,
    '',
  ].join('\n')
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
