import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'

/** How far into a document to look for a declared encoding; some pages put `<meta charset>` well after 1,024 bytes. */
const DECLARATION_BYTES = 4096

/**
 * The document's text: by byte order mark, else by the `Content-Type` charset, else by the XML prolog or HTML meta, else UTF-8.
 * If the label is single-byte but the bytes are valid UTF-8, the label is treated as a mistake, as it nearly always is.
 * Undecodable bytes become U+FFFD. Throws ParseError for an empty document: an empty response says nothing about incidents.
 */
export function decodeText(document: SourceDocument): string {
  const { bytes } = document
  const text = decode(bytes, document.contentType)
  if (text.trim() === '') throw new ParseError('the document is empty')
  return text
}

/** Removes the characters that XML or Postgres rejects: C0 except tab and line ends, DEL, C1, non-characters. */
export function stripControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\uFFFE\uFFFF]/g, '')
}

/** Whether the first tag says that the document is HTML, regardless of its header. */
export function looksLikeHtml(text: string): boolean {
  let start = firstVisible(text, 0)
  while (text.startsWith('<!--', start)) {
    const end = text.indexOf('-->', start)
    if (end === -1) return false
    start = firstVisible(text, end + 3)
  }
  return /^<(?:!doctype\s+html|html|head|body)\b/i.test(text.slice(start, start + 50))
}

function firstVisible(text: string, from: number): number {
  let index = from
  while (index < text.length && text.charCodeAt(index) <= 32) index++
  return index
}

/** Bytes that are valid UTF-8 are read as such whatever they declare, so only others are searched for a declaration. */
function decode(bytes: Uint8Array, contentType: string | null): string {
  const mark = byteOrderMark(bytes)
  if (mark !== null) return new TextDecoder(mark).decode(bytes)
  try {
    return STRICT_UTF_8.decode(bytes)
  } catch {
    const encoding = encodingNamed(charsetOf(contentType) ?? declaredEncoding(bytes))
    return new TextDecoder(encoding ?? 'utf-8').decode(bytes)
  }
}

/** One for all documents: it keeps nothing from one call to the next, and a new one costs as much as a small document. */
const STRICT_UTF_8 = new TextDecoder('utf-8', { fatal: true })

/** Also detects UTF-16 without a mark: both JSON and XML begin with an ASCII character. */
function byteOrderMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first !== 0 && second === 0 && third !== 0) return 'utf-16le'
  if (first === 0 && second !== 0 && bytes.length > 1) return 'utf-16be'
  return null
}

function charsetOf(contentType: string | null): string | null {
  return /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? null
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_BYTES))
  const declared =
    /^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head) ??
    /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?([\w.:-]+)/i.exec(head)
  const label = declared?.[1]?.toLowerCase() ?? null
  // If the declaration was readable as ASCII, the document is not UTF-16, whatever it declares.
  return label?.startsWith('utf-16') ? null : label
}

/** The encoding that a label means; null for an unknown label. */
function encodingNamed(label: string | null): string | null {
  try {
    return label === null ? null : new TextDecoder(label).encoding
  } catch {
    return null
  }
}
