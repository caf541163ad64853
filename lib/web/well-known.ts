import type { ServerResponse } from 'node:http'
import { DATA_POLICY } from '#lib/web/policy/security-headers.ts'
import { refuse } from './failure/refuse.ts'
import type { OwnRoute } from './handle-request.ts'

/** RFC 9116 wants an end less than a year away; who reads it then reads it again. */
const VALID_MS = 180 * 86_400_000
const DAY_MS = 86_400_000

export interface WellKnownOptions {
  /** Without a slash at its end. */
  publicUrl: string
  /** Where weaknesses are to be reported: a mail address or the address of a page; null for nowhere. */
  securityContact: string | null
  now?: () => number
}

/** What programs look for at places that are the same on every site (RFC 8615). */
export function createWellKnown({
  publicUrl,
  securityContact,
  now = Date.now,
}: WellKnownOptions): [string, OwnRoute][] {
  return [
    ['/.well-known/api-catalog', (_request, response) => sendCatalog(response, publicUrl)],
    [
      '/.well-known/security.txt',
      (request, response) => {
        if (securityContact === null)
          return void refuse(request, response, 404, { detail: 'This site names no contact for security.' })
        send(response, 'text/plain; charset=utf-8', securityText(publicUrl, securityContact, now()))
      },
    ],
  ]
}

/** RFC 9727: what there is for programs, as links of RFC 8631. */
function sendCatalog(response: ServerResponse, publicUrl: string): void {
  const documentation = [{ href: `${publicUrl}/developers`, type: 'text/html' }]
  const catalog = {
    linkset: [
      {
        anchor: `${publicUrl}/.well-known/api-catalog`,
        item: [{ href: `${publicUrl}/api/v1` }, { href: `${publicUrl}/mcp` }],
      },
      {
        anchor: `${publicUrl}/api/v1`,
        'service-desc': [{ href: `${publicUrl}/api/v1/openapi.json`, type: 'application/json' }],
        'service-doc': documentation,
        status: [{ href: `${publicUrl}/readyz`, type: 'application/json' }],
      },
      {
        anchor: `${publicUrl}/mcp`,
        'service-desc': [{ href: `${publicUrl}/mcp/server.json`, type: 'application/json' }],
        'service-doc': documentation,
      },
    ],
  }
  const type = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
  const link = `<${publicUrl}/.well-known/api-catalog>; rel="api-catalog"`
  send(response, type, `${JSON.stringify(catalog)}\n`, { Link: link })
}

/** RFC 9116. It ends at a full day, so that it has the same bytes all day. */
function securityText(publicUrl: string, contact: string, now: number): string {
  const address = contact.includes('@') && !contact.includes('://') ? `mailto:${contact}` : contact
  const end = new Date(Math.floor((now + VALID_MS) / DAY_MS) * DAY_MS)
  return `Contact: ${address}\nExpires: ${end.toISOString()}\nPreferred-Languages: en\nCanonical: ${publicUrl}/.well-known/security.txt\n`
}

function send(response: ServerResponse, type: string, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(200, {
    ...headers,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'public, max-age=3600',
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': DATA_POLICY,
  })
  response.end(body)
}
