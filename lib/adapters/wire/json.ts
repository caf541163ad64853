import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { decodeText, looksLikeHtml, stripControls } from './decode.ts'
import { type Item, isRecord, toItems } from './item.ts'
import type { Report } from './report.ts'

/** Real documents have up to nine levels; a parser given a million takes a gigabyte. */
const MAX_DEPTH = 64
/** Objects and arrays in one document. The largest real body (Oracle's 900 components and their groups) has about 12,000. */
const MAX_NODES = 1_000_000
/** A text of this length cannot hold more nodes than that. Half a million nested arrays, the worst that it can hold, take 43 MB. */
const MAX_UNGUARDED_LENGTH = MAX_NODES

/** The document as JSON without `__proto__` keys. Throws ParseError when it is not JSON, too deep or too large. */
export function parseJson(document: SourceDocument): unknown {
  return parseJsonText(decodeText(document))
}

/** The same for JSON inside another document. */
export function parseJsonText(text: string): unknown {
  if (looksLikeHtml(text)) throw new ParseError('HTML was served where JSON was expected')
  const isGuarded = text.length > MAX_UNGUARDED_LENGTH
  if (isGuarded) guardSize(text)
  const value = parse(text, isGuarded)
  return hasPrototypeKey(value, 0) ? withoutPrototypeKeys(value) : value
}

/** The document as one JSON object, to be read field by field. */
export function parseJsonObject(document: SourceDocument, report: Report): Item {
  return parseJsonObjectText(decodeText(document), report)
}

/** The same for a document that is decoded already. */
export function parseJsonObjectText(text: string, report: Report): Item {
  const value = parseJsonText(text)
  if (!isRecord(value))
    throw new ParseError(`a JSON object was expected, not ${Array.isArray(value) ? 'an array' : String(value)}`)
  return { value, path: '', report }
}

/** The document as a JSON array of objects; any other element causes a warning, any other document an error. */
export function parseJsonList(document: SourceDocument, report: Report): Item[] {
  const value = parseJson(document)
  if (!Array.isArray(value)) throw new ParseError('a JSON array was expected')
  const items = toItems(value, '', report)
  if (items.length === 0 && value.length > 0) throw new ParseError('a JSON array of objects was expected')
  return items
}

/** For `recognise`: the document as a JSON value, or undefined when it is not JSON. */
export function peekJson(document: SourceDocument): unknown {
  try {
    return parseJson(document)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

function parse(text: string, isGuarded: boolean): unknown {
  try {
    return JSON.parse(text)
  } catch {
    if (!isGuarded) guardSize(text)
    return parseMended(stripControls(mend(text)))
  }
}

/** Other faults are not guessed at: half a document must not pass for a whole one. */
function parseMended(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ParseError(`not readable as JSON: ${(error as SyntaxError).message.slice(0, 200)}`, null, {
      cause: error,
    })
  }
}

/**
 * Repairs faults that occur in otherwise good JSON written by templates (cState 5.0 to 5.0.4): a comma after the last item, and
 * raw line ends and tabs inside strings. Other control characters are removed anyway.
 */
function mend(text: string): string {
  const parts: string[] = []
  let from = 0
  /** The last non-blank character. */
  let last = COMMA
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code <= 32) continue
    const before = last
    last = code
    if (code === QUOTE) {
      const end = endOfString(text, i)
      const string = text.slice(i, end)
      if (/[\n\r\t]/.test(string)) {
        parts.push(
          text.slice(from, i),
          string.replace(/[\n\r\t]/g, (sign) => RAW_SIGNS[sign] ?? ''),
        )
        from = end
      }
      i = end
    } else if (code === COMMA) {
      LAST_COMMA.lastIndex = i
      if (!LAST_COMMA.test(text) || isOpen(before)) continue
      parts.push(text.slice(from, i))
      from = i + 1
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(from)
}

/** Whether a comma after this character would have no item before it. */
function isOpen(code: number): boolean {
  return code === COMMA || code === OPEN_BRACKET || code === OPEN_BRACE
}

const RAW_SIGNS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const LAST_COMMA = /,\s*[\]}]/y

/**
 * Counts brackets outside strings before anything is built. That takes up to two thirds of the time to parse the text, a walk
 * over the parsed value a twentieth; so only a text that is large enough to build something harmful is counted first.
 */
function guardSize(text: string): void {
  let depth = 0
  let nodes = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      i = endOfString(text, i)
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) throw tooDeep()
      if (++nodes > MAX_NODES) throw new ParseError(`more than ${MAX_NODES} objects and arrays`)
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth--
    }
  }
}

function tooDeep(): ParseError {
  return new ParseError(`nested deeper than ${MAX_DEPTH} levels`)
}

/** Whether a key anywhere in the value is `__proto__`. Throws ParseError for a value that is nested too deep. */
function hasPrototypeKey(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === MAX_DEPTH) throw tooDeep()
  let hasOne = false
  if (Array.isArray(value)) {
    for (const inner of value) if (hasPrototypeKey(inner, depth + 1)) hasOne = true
    return hasOne
  }
  // Without a list of the keys or entries, which would cost ten times as much. What is left out may not be too deep either.
  for (const key in value) {
    if (hasPrototypeKey((value as Record<string, unknown>)[key], depth + 1) || key === '__proto__') hasOne = true
  }
  return hasOne
}

const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

/** The index of the quote that closes the string begun at `start`, or the text's length if none does. */
function endOfString(text: string, start: number): number {
  let end = start
  do {
    end = text.indexOf('"', end + 1)
    if (end === -1) return text.length
  } while (isEscaped(text, end))
  return end
}

function isEscaped(text: string, index: number): boolean {
  let slashes = 0
  while (text.charCodeAt(index - 1 - slashes) === BACKSLASH) slashes++
  return slashes % 2 === 1
}

function withoutPrototypeKeys(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner) => (key === '__proto__' ? undefined : inner))
}
