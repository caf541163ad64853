import { XMLValidator } from 'fast-xml-parser'
import { ParseError } from '#lib/domain/errors.ts'
import type { SourceDocument } from '../adapter.ts'
import { decodeText, looksLikeHtml, stripControls } from './decode.ts'

/** Real feeds have 8 levels. */
const MAX_DEPTH = 64

/**
 * The document's XML text, checked before any parser builds something of it: no DOCTYPE and no ENTITY (nothing can then
 * expand or be fetched), not too deep, well-formed to its last tag, so that a cut-off feed is never taken for a short one.
 * Throws ParseError.
 */
export function readXml(document: SourceDocument): string {
  const text = stripControls(decodeText(document)).trimStart()
  if (looksLikeHtml(text)) throw new ParseError('HTML was served where XML was expected')
  if (!text.startsWith('<')) throw new ParseError('not XML: it does not begin with a tag')
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new ParseError('XML with a DOCTYPE or ENTITY is refused')
  guardDepth(text)
  const result = XMLValidator.validate(text, { allowBooleanAttributes: true })
  if (result !== true) throw new ParseError(`not well-formed XML: ${result.err.msg.slice(0, 200)}`, `line ${result.err.line}`)
  return text
}

function guardDepth(text: string): void {
  let depth = 0
  for (const [tag] of text.matchAll(/<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\/[a-z_]|<[a-z_][^<>]*/gi)) {
    if (tag.startsWith('<!')) continue
    if (tag.startsWith('</')) depth--
    else if (!tag.endsWith('/') && ++depth > MAX_DEPTH) throw new ParseError(`XML is nested deeper than ${MAX_DEPTH} levels`)
  }
}
