import { createHash } from 'node:crypto'

/**
 * Which inline scripts a page may run. Only texts that Next and this site are known to emit are allowed: what surrounds
 * data must match exactly and the data must be JSON, so that an injected script that imitates one still cannot compute
 * anything.
 */

/** Pushes of data: Next's flight payload and the loader's list of chunks. */
const DATA_PUSHES: readonly (readonly [before: string, after: string])[] = [
  ['self.__next_f.push(', ')'],
  ['(self.__next_f=self.__next_f||[]).push(', ')'],
  ['(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push(', ');'],
]

/**
 * Constant texts, by their sha256: our own scripts, and what React puts before the calls that move a streamed part of a page
 * into place. The tests compare them with what the installed versions emit.
 */
const CONSTANT_TEXTS = new Set([
  // components/site/theme-script.tsx
  'w9HNyTYyUdFlbdVX8Qw2Od1Hsjv4wYqfw1Qwlo2ibbY=',
  // React: the first frame ($RT), then the definitions of $RS, $RC and $RX.
  '7mu4H06fwDCjmnxxr/xNHyuQC6pLTHr4M2E4jXw5WZs=',
  'rkPyhj2kmK5uKX6SivS3u1ga+pNajy8xBWBiEPXhNMA=',
  'ejxEGil7Q2jnFo9T1EMjhzsRoWDTVn8tRpUYd4XCJkY=',
  'HIwET9YbpCDSDZxSjDwBhUP6sywD0vfbAPbsgjDbN4U=',
])

/** React's calls: `$RC("B:0","S:0")`. */
const REACT_CALL = /\$R[CSX]\((?:"[^"\\<]*",?)+\);?$/

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script/gi
const HAS_SOURCE = /\ssrc\s*=/i
const TYPE = /\stype\s*=\s*"?([^"\s>]*)/i

export interface InlineScripts {
  /** Base64 sha256 of each known script, as a Content-Security-Policy names them, each once. */
  hashes: string[]
  /** The texts of all other scripts, which a browser will refuse to run. */
  unknown: string[]
}

/** The inline scripts of a page. Blocks of data, such as JSON-LD, are none. */
export function findInlineScripts(html: string): InlineScripts {
  const hashes = new Set<string>()
  const unknown: string[] = []
  for (const [, attributes = '', text = ''] of html.matchAll(SCRIPT)) {
    if (HAS_SOURCE.test(attributes) || !isExecutable(attributes)) continue
    if (isKnown(text)) hashes.add(sha256(text))
    else unknown.push(text)
  }
  return { hashes: [...hashes], unknown }
}

function isExecutable(attributes: string): boolean {
  const type = TYPE.exec(attributes)?.[1]?.toLowerCase() ?? ''
  return type === '' || type === 'module' || type === 'text/javascript' || type === 'application/javascript'
}

function isKnown(text: string): boolean {
  if (isDataPush(text) || CONSTANT_TEXTS.has(sha256(text))) return true
  const definitions = text.replace(REACT_CALL, '')
  return definitions !== text && (definitions === '' || CONSTANT_TEXTS.has(sha256(definitions)))
}

function isDataPush(text: string): boolean {
  return DATA_PUSHES.some(
    ([before, after]) =>
      text.startsWith(before) && text.endsWith(after) && isJson(text.slice(before.length, text.length - after.length)),
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** In base64, as a Content-Security-Policy names it. */
export function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('base64')
}
