import { createRequire } from 'node:module'
import { ParseError } from '#lib/domain/errors.ts'
import { type Item, isRecord } from './item.ts'
import { WHOLE } from './records.ts'
import type { Report } from './report.ts'

const require = createRequire(import.meta.url)
/** Loaded with the first issue that needs it, so that a start need not wait for it (docs/decisions/172). */
const yaml = () => require('yaml') as typeof import('yaml')

/** The largest real head has about 300 characters. */
const MAX_HEAD_LENGTH = 20_000

/**
 * The Markdown of a cState issue: a YAML head between two `---` lines, then the text. The item has the fields of the issue's
 * JSON, all as text. Throws ParseError when the document is not an issue.
 */
export function readIssueSource(text: string, url: string | null, report: Report): Item {
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
      // A single name may appear without a list, and the value may be empty.
      affected: typeof value.affected === 'string' ? value.affected.split('\n').filter(Boolean) : value.affected,
      body,
      permalink: url,
    },
  }
}

/** Every scalar stays as written: YAML would interpret "yes" and dates, and differently by version. */
function readHead(head: string): Record<string, unknown> {
  const value = parseYaml(head)
  if (!isRecord(value)) throw new ParseError('the head is no list of fields')
  return value
}

function parseYaml(text: string): unknown {
  // Outside: that it cannot be loaded is not the vendor's fault.
  const { parse } = yaml()
  try {
    return parse(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error' })
  } catch (error) {
    // Not only for syntax: too many aliases or too deep nesting cause other kinds of errors.
    const { message } = error as Error
    throw new ParseError(`the head is not readable as YAML: ${message.slice(0, 200)}`, null, { cause: error })
  }
}
