import { log } from '#lib/log.ts'
import { findInlineScripts, sha256 } from './inline-scripts.ts'

/** Alternating names and values, as `writeHead` takes them. */
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
  "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"

/** Responses that are no pages run and load nothing if a browser opens them as documents. */
export const DATA_POLICY = "default-src 'none'; sandbox"

const STYLE = /<style\b[^>]*>([\s\S]*?)<\/style/gi

const EMBED_PATH = /^\/vendors\/[^/]+\/embed$/

/**
 * Pages of other origins may read all that is public here. Without Access-Control-Allow-Credentials a browser keeps what it gets
 * with a session to itself, and a token needs a preflight that does not allow it.
 */
const NOT_FOR_OTHER_ORIGINS = /^\/(?:admin|api\/auth)(?:\/|$)/i

export interface SecurityOptions {
  /** Whether the site is reached by https. */
  isHttps: boolean
  /** Whether a style that stands in a page was put there by this layer. */
  isOurStyle(text: string): boolean
}

/** Security headers of a response, by its path, type and content. */
export type SecurityHeaders = (path: string, contentType: string, body: Buffer) => HeaderList

/** An inline script or style that is not known gets no hash, so that browsers refuse it; a script is logged. */
export function createSecurityHeaders({ isHttps, isOurStyle }: SecurityOptions): SecurityHeaders {
  const everywhere = isHttps ? [...EVERYWHERE, 'Strict-Transport-Security', 'max-age=31536000'] : EVERYWHERE
  return (path, contentType, body) => {
    if (!isHtml(contentType)) {
      const open = NOT_FOR_OTHER_ORIGINS.test(path) ? [] : ['Access-Control-Allow-Origin', '*']
      return [...everywhere, 'Content-Security-Policy', DATA_POLICY, ...open]
    }
    const html = body.toString()
    const scripts = sources(knownScripts(path, html))
    const styles = sources(inlineStyles(html).filter(isOurStyle).map(sha256))
    const ancestors = EMBED_PATH.test(path) ? '*' : "'none'"
    return [
      ...everywhere,
      'Cross-Origin-Opener-Policy',
      'same-origin',
      'Content-Security-Policy',
      `default-src 'none'; script-src ${scripts}; style-src ${styles}; ${PAGE_POLICY}; frame-ancestors ${ancestors}`,
    ]
  }
}

export function isHtml(contentType: string): boolean {
  return contentType.startsWith('text/html')
}

function sources(hashes: string[]): string {
  return ["'self'", ...hashes.map((hash) => `'sha256-${hash}'`)].join(' ')
}

function inlineStyles(html: string): string[] {
  return Array.from(html.matchAll(STYLE), ([, text = '']) => text)
}

function knownScripts(path: string, html: string): string[] {
  const { hashes, unknown } = findInlineScripts(html)
  for (const text of unknown)
    log.error(
      { path, script: text.slice(0, 300) },
      'a page contains an inline script that we do not know; browsers refuse it',
    )
  return hashes
}
