import { log } from '#lib/log.ts'
import { findInlineScripts } from './inline-scripts.ts'

/** Names and values in turn, as `writeHead` takes them without another look. */
export type HeaderList = string[]

const EVERYWHERE: HeaderList = [
  'X-Content-Type-Options',
  'nosniff',
  'Referrer-Policy',
  'strict-origin-when-cross-origin',
  'Permissions-Policy',
  'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
]

const PAGE_POLICY =
  "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"

/** What is no page runs nothing and loads nothing, should a browser open it as a document. */
export const DATA_POLICY = "default-src 'none'; sandbox"

const EMBED_PATH = /^\/vendors\/[^/]+\/embed$/

/**
 * The headers that keep a response from doing harm. `isHttps` says whether the site is reached by https. An inline script
 * that is not known gets no hash, so that browsers refuse it, and is logged.
 */
export function securityHeaders(path: string, contentType: string, body: Buffer, isHttps: boolean): HeaderList {
  const headers = [...EVERYWHERE]
  if (isHttps) headers.push('Strict-Transport-Security', 'max-age=31536000')
  if (!isHtml(contentType)) return [...headers, 'Content-Security-Policy', DATA_POLICY]
  return [
    ...headers,
    'Cross-Origin-Opener-Policy',
    'same-origin',
    'Content-Security-Policy',
    pagePolicy(path, knownScripts(path, body)),
  ]
}

export function isHtml(contentType: string): boolean {
  return contentType.startsWith('text/html')
}

function pagePolicy(path: string, hashes: string[]): string {
  const scripts = ["'self'", ...hashes.map((hash) => `'sha256-${hash}'`)].join(' ')
  const ancestors = EMBED_PATH.test(path) ? '*' : "'none'"
  return `default-src 'none'; script-src ${scripts}; ${PAGE_POLICY}; frame-ancestors ${ancestors}`
}

function knownScripts(path: string, body: Buffer): string[] {
  const { hashes, unknown } = findInlineScripts(body.toString('utf8'))
  for (const text of unknown)
    log.error(
      { path, script: text.slice(0, 300) },
      'a page contains an inline script that we do not know; browsers refuse it',
    )
  return hashes
}
