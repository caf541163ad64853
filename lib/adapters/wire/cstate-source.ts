import { parse } from 'yaml'
import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { decodeText } from './decode.ts'
import { type Item, isRecord } from './item.ts'
import { WHOLE } from './records.ts'
import type { Report } from './report.ts'

/** The largest real head has some 300 characters. */
const MAX_HEAD_LENGTH = 20_000

/**
 * The Markdown that an issue of cState is written in: a head of YAML between two lines `---`, then the text. The item has
 * the fields of the issue's own JSON, all as text. Throws ParseError when it is not one.
 */
export function readIssueSource(document: SourceDocument, report: Report): Item {
  const text = decodeText(document)
  const [, head, body] = /^\s*---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(text) ?? []
  if (head === undefined || body === undefined || head.length > MAX_HEAD_LENGTH)
    throw new ParseError('no Markdown with a head of YAML')
  const value = readHead(head)
  if (value.section !== 'issue') throw new ParseError('its head is not that of an issue: it has no "section: issue"')
  return {
    path: WHOLE,
    report,
    value: {
      title: value.title,
      createdAt: value.date,
      resolved: value.resolved,
      resolvedAt: value.resolvedWhen,
      severity: value.severity,
      informational: value.informational,
      // A single name may stand without a list, and nothing at all after the colon.
      affected: typeof value.affected === 'string' ? value.affected.split('\n').filter(Boolean) : value.affected,
      body,
      permalink: document.url,
    },
  }
}

/** Every scalar stays as it is written: YAML would read "yes" and dates in its own way, and differently by version. */
function readHead(head: string): Record<string, unknown> {
  const value = parseYaml(head)
  if (!isRecord(value)) throw new ParseError('the head is no list of fields')
  return value
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error' })
  } catch (error) {
    // Not only of syntax: too many aliases and too deep a nesting end in errors of other kinds.
    const { message } = error as Error
    throw new ParseError(`the head is not readable as YAML: ${message.slice(0, 200)}`, null, { cause: error })
  }
}
