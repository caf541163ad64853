import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { decodeText } from './decode.ts'
import { type Item, isRecord } from './item.ts'
import { parseJsonObject, parseJsonText } from './json.ts'
import type { Report } from './report.ts'

/**
 * The JSON of a cState site. Its templates put what an author wrote between quotation marks as it is, so that one in a title breaks
 * the document, as a line break in a description does; those of version 5.0 leave a comma behind each list of pages. What is no JSON
 * is mended by the lines of these templates. Throws ParseError, of the document as it is, when that is no JSON either.
 */
export function parseCstateJson(document: SourceDocument, report: Report): Item {
  try {
    return parseJsonObject(document, report)
  } catch (error) {
    const mended = error instanceof ParseError ? peek(mend(decodeText(document))) : undefined
    if (!isRecord(mended)) throw error
    return { value: mended, path: '', report }
  }
}

function peek(text: string): unknown {
  try {
    return parseJsonText(text)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

const END_OF_VALUE = '"(?=,?[ \\t]*\\r?$)'
/** A value as the author wrote it: it ends with the quotation mark at the end of a line. The templates escape texts themselves. */
const RAW_VALUE = new RegExp(`^([ \\t]*"(?!body"|summary")\\w+": )"([\\s\\S]*?)${END_OF_VALUE}`, 'gm')
const LAST_COMMA = /,(?=[ \t]*\r?\n\s*[\]}])/g

function mend(text: string): string {
  // Behind the last end of a value no key need look for one.
  let end = 0
  for (const { index } of text.matchAll(new RegExp(END_OF_VALUE, 'gm'))) end = index + 1
  const head = text.slice(0, text.indexOf('\n', end) + 1 || text.length)
  const mended = head.replace(RAW_VALUE, (_, key: string, value: string) => key + JSON.stringify(value))
  return (mended + text.slice(head.length)).replace(LAST_COMMA, '')
}
