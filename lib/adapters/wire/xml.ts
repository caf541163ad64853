import { createRequire } from 'node:module'
import { ParseError } from '#lib/domain/errors.ts'
import { looksLikeHtml, stripControls } from './decode.ts'

const require = createRequire(import.meta.url)
/** Loaded with the first XML, so that a start need not wait for it (docs/decisions/172). */
const fastXmlParser = () => require('fast-xml-parser') as typeof import('fast-xml-parser')

/** Real feeds have 8 levels. */
const MAX_DEPTH = 64

/**
 * The document's XML text, checked before any parser builds something from it: no DOCTYPE or ENTITY (so nothing can expand or
 * be fetched), not too deep, well-formed to its last tag, so that a cut-off feed never passes for a short one. Throws
 * ParseError.
 */
export function readXml(decoded: string): string {
  const text = stripControls(decoded).trimStart()
  if (looksLikeHtml(text)) throw new ParseError('HTML was served where XML was expected')
  if (!text.startsWith('<')) throw new ParseError('not XML: it does not begin with a tag')
  guard(text)
  const result = fastXmlParser().XMLValidator.validate(text, { allowBooleanAttributes: true })
  if (result !== true)
    throw new ParseError(`not well-formed XML: ${result.err.msg.slice(0, 200)}`, `line ${result.err.line}`)
  return text
}

/**
 * One pass, since a pattern that searches for the ends of comments can be made to run forever. A DOCTYPE counts wherever a
 * parser may see one: anywhere except in CDATA and comments.
 */
function guard(text: string): void {
  let depth = 0
  let isOpening = false
  /** Whether nothing in the text looks like a declaration, anywhere. */
  let isClear: boolean | undefined
  for (let i = 0; i < text.length; i++) {
    // Between two tags, only the next one matters.
    if (!isOpening) i = text.indexOf('<', i)
    if (i === -1) return
    const code = text.charCodeAt(i)
    if (code === LESS_THAN) {
      const next = text[i + 1]
      const end = next === '!' ? endOfSection(text, i) : null
      if (end !== null) {
        i = text.indexOf(end, i)
        if (i === -1) throw new ParseError(`not well-formed XML: "${end}" is missing`)
        continue
      }
      if (next === '!' && DECLARATION.test(text.slice(i, i + 9)))
        throw new ParseError('XML with a DOCTYPE or ENTITY is refused')
      if (next === '?') {
        const close = text.indexOf('?>', i)
        if (close === -1) throw new ParseError('not well-formed XML: "?>" is missing')
        const isPlain = close - i < MAX_INSTRUCTION_LENGTH && PLAIN_INSTRUCTION.test(text.slice(i, close))
        if (!isPlain) isClear ??= !DECLARATIONS.test(text)
        if (!isPlain && !isClear) throw new ParseError('XML with a DOCTYPE or ENTITY is refused')
        i = close + 1
        continue
      }
      isOpening = next !== '/' && next !== '!'
      if (next === '/') depth--
      else if (isOpening && ++depth > MAX_DEPTH) throw new ParseError(`XML is nested deeper than ${MAX_DEPTH} levels`)
    } else if (isOpening && (code === QUOTE || code === APOSTROPHE)) {
      // A value may contain "/>", which ends nothing.
      const end = text.indexOf(text.charAt(i), i + 1)
      if (end === -1) throw new ParseError('not well-formed XML: a value has no end')
      if (DECLARATIONS.test(text.slice(i, end))) throw new ParseError('XML with a DOCTYPE or ENTITY is refused')
      i = end
    } else if (code === GREATER_THAN && isOpening) {
      if (text[i - 1] === '/') depth--
      isOpening = false
    }
  }
}

/** What ends a comment or CDATA that begins here; null where neither does. */
function endOfSection(text: string, from: number): string | null {
  return text.startsWith('<!--', from) ? '-->' : text.startsWith('<![CDATA[', from) ? ']]>' : null
}

const DECLARATION = /^<!(?:DOCTYPE|ENTITY)/i
const DECLARATIONS = /<!(?:DOCTYPE|ENTITY)/i

/** The content of an instruction (`<?name … ?>`) that no parser can end elsewhere; all real ones are like that. */
const PLAIN_INSTRUCTION = /^<\?(?:[^<>"']|"[^<>"]*"|'[^<>']*')*$/
const MAX_INSTRUCTION_LENGTH = 10_000

const LESS_THAN = 60
const GREATER_THAN = 62
const QUOTE = 34
const APOSTROPHE = 39
