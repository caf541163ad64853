import type { OwnRoute } from '#lib/web/handle-request.ts'
import { DATA_POLICY } from '#lib/web/policy/security-headers.ts'

export const SPECULATION_RULES_PATH = '/speculation-rules.json'

/**
 * Links to pages are prefetched when the pointer rests on them or a finger touches them, by browsers that know such rules.
 * Not the pages of one visitor, nor downloads, which have a dot in their address.
 */
const RULES = {
  prefetch: [
    {
      where: {
        and: [
          { href_matches: '/*' },
          ...['/admin', '/admin/*', '/api/*', '/*.*'].map((path) => ({ not: { href_matches: path } })),
        ],
      },
      eagerness: 'moderate',
    },
  ],
}

export const sendSpeculationRules: OwnRoute = (_request, response) => {
  const body = JSON.stringify(RULES)
  response.writeHead(200, {
    'Content-Type': 'application/speculationrules+json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'public, max-age=86400',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': DATA_POLICY,
  })
  response.end(body)
}
