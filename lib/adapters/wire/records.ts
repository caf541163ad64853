import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { decodeText } from './decode.ts'
import { type Item, isRecord, toItems } from './item.ts'
import { parseJsonText } from './json.ts'
import type { Report } from './report.ts'

/** The path of a document's only object. */
export const WHOLE = 'document'

/**
 * The objects of a document that is a JSON array, JSON Lines (one object per line, as collections of incidents are kept) or one
 * object. Throws ParseError for anything else.
 */
export function parseRecords(document: SourceDocument, report: Report): Item[] {
  const text = decodeText(document)
  if (isJsonLines(text)) return parseLines(text, report)
  const value = parseJsonText(text)
  if (isRecord(value)) return [{ value, path: WHOLE, report }]
  if (!Array.isArray(value)) throw new ParseError('a JSON array or object was expected')
  const items = toItems(value, '', report)
  if (items.length === 0 && value.length > 0) throw new ParseError('a JSON array of objects was expected')
  return items
}

/** An object whose line ends before the next begins: inside one JSON value there would be a comma between them. */
function isJsonLines(text: string): boolean {
  return /^\s*\{/.test(text) && /\}[ \t]*\r?\n[ \t]*\{/.test(text)
}

function parseLines(text: string, report: Report): Item[] {
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : { line, number: index + 1 }))
  const values = parseJsonText(`[${lines.map(({ line }) => line).join(',')}]`)
  if (!Array.isArray(values) || values.length !== lines.length)
    throw new ParseError('one JSON object a line was expected')
  return lines.flatMap(({ number }, index) => {
    const value: unknown = values[index]
    if (!isRecord(value)) throw new ParseError('a JSON object was expected', `line ${number}`)
    return { value, path: `line ${number}`, report }
  })
}
