import { ParseError } from '#lib/domain/errors.ts'
import { attempt } from './attempt.ts'
import { type Item, isRecord } from './item.ts'
import { parseJsonObjectText, parseJsonText } from './json.ts'
import type { Report } from './report.ts'

/**
 * The JSON of a cState site. Its templates put the author's text between quotation marks unescaped, so a quotation mark in a
 * title or a line break in a description breaks the document; templates of version 5.0 also leave a comma after each list of
 * pages. Invalid JSON is repaired with the templates' lines. Throws ParseError for the original document if that fails too.
 */
export function parseCstateJson(text: string, report: Report): Item {
  try {
    return parseJsonObjectText(text, report)
  } catch (error) {
    const mended = error instanceof ParseError ? attempt(() => parseJsonText(mend(text))) : null
    if (!isRecord(mended)) throw error
    return { value: mended, path: '', report }
  }
}

const END_OF_VALUE = '"(?=,?[ \\t]*\\r?$)'
/** A value as the author wrote it, up to the quotation mark at the end of a line. The templates do escape texts. */
const RAW_VALUE = new RegExp(`^([ \\t]*"(?!body"|summary")\\w+": )"([\\s\\S]*?)${END_OF_VALUE}`, 'gm')

function mend(text: string): string {
  // No key needs to search for an end after the last one.
  let end = 0
  for (const { index } of text.matchAll(new RegExp(END_OF_VALUE, 'gm'))) end = index + 1
  const head = text.slice(0, text.indexOf('\n', end) + 1 || text.length)
  const mended = head.replace(RAW_VALUE, (_, key: string, value: string) => key + JSON.stringify(value))
  return mended + text.slice(head.length)
}
