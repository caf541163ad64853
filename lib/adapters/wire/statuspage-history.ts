import { DateTime } from 'luxon'
import type { ParsedDocument, SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { type Item, isRecord, needId, readDate, readItem, readItems, readNumber, readText } from './item.ts'
import { decodeReferences, htmlToText } from './markdown.ts'
import { parsePageRange } from './page-time.ts'
import { newDocument, type Report, UnreadableItem, warn } from './report.ts'
import { baseOf } from './statuspage.ts'
import { readComponents, readGroups } from './statuspage-incident.ts'
import { monthNumber } from './time.ts'

/** The props of the history page as they stand in its HTML, still as JSON text; null when the HTML is no such page. */
export function findHistoryProps(html: string): string | null {
  const tag = /<div\b[^<>]*\bdata-react-class=["']HistoryIndex["'][^<>]*>/i.exec(html)?.[0]
  const props = tag === undefined ? null : /\bdata-react-props="([^"]*)"/.exec(tag)
  return props?.[1] === undefined ? null : decodeReferences(props[1])
}

/** Whether the value is that of /history.json, or of the props of the HTML page. */
export function isHistory(value: unknown): value is Record<string, unknown> {
  return (
    isRecord(value) &&
    Array.isArray(value.months) &&
    value.months.every((month) => isRecord(month) && Array.isArray(month.incidents))
  )
}

/**
 * A page of a Statuspage's history: three months of incidents and maintenances, by code, title and last message only. They are
 * `references` for a back-fill; as incidents they would take away what the other documents say. The document covers its
 * months, though not the time after it was read, nor the time before the page was made unless something is listed there.
 */
export function parseStatuspageHistory(root: Item, document: SourceDocument): ParsedDocument {
  const { report } = root
  const status = readItem(root, 'page_status')
  const page = status && readItem(status, 'page')
  const base = baseOf(document.url) ?? ownAddress(page)
  if (base === null) throw new ParseError('a history page without an address: where its incidents are is not known')
  const months = readItems(root, 'months').flatMap((month) =>
    readMonth(month, (page && readText(page, 'time_zone')) ?? 'UTC'),
  )
  const listed = readItems(root, 'components')
  const codes = new Set(months.flatMap((month) => month.codes))
  return newDocument(report, {
    incidents: [],
    extent: 'part',
    kinds: ['incident', 'maintenance'],
    covers: coverOf(months, document.readAt, page && readDate(page, 'created_at')),
    page: page && { name: readText(page, 'name'), url: base, timeZone: readText(page, 'time_zone'), indicator: null },
    components: readComponents(listed, readGroups(listed)),
    references: [...codes].map((code) => ({
      externalId: code,
      url: `${base}/api/v2/incidents/${encodeURIComponent(code)}.json`,
    })),
  })
}

interface Month {
  from: Date
  to: Date
  codes: string[]
  /** The newest time that is written in it. */
  newest: Date | null
}

function readMonth(item: Item, zone: string): Month[] {
  const year = readNumber(item, 'year')
  const month = monthNumber(readText(item, 'name') ?? '')
  if (year === null || Number.isNaN(month)) {
    warn(item.report, item.path, 'not a readable month', item.value.name)
    return []
  }
  const start = monthStart(year, month, zone)
  const incidents = readItems(item, 'incidents')
  const times = incidents.flatMap(
    (incident) => parsePageRange(htmlToText(readText(incident, 'timestamp') ?? ''), start)?.until ?? [],
  )
  return [
    {
      from: start,
      to: month === 12 ? monthStart(year + 1, 1, zone) : monthStart(year, month + 1, zone),
      codes: incidents.flatMap((incident) => readCode(incident, item.report)),
      newest: times.reduce<Date | null>((newest, time) => (newest === null || time > newest ? time : newest), null),
    },
  ]
}

/** An entry without a code is a warning: there is nothing else by which to fetch it. */
function readCode(item: Item, report: Report): string[] {
  try {
    return [needId(item, 'code')]
  } catch (error) {
    if (!(error instanceof UnreadableItem)) throw error
    warn(report, item.path, error.message, item.value)
    return []
  }
}

/** Months are those of the page's zone; Rails' own zone names, which some pages have, are read as UTC. */
function monthStart(year: number, month: number, zone: string): Date {
  const local = DateTime.fromObject({ year, month }, { zone })
  return (local.isValid ? local : DateTime.utc(year, month)).toJSDate()
}

function coverOf(months: readonly Month[], readAt: Date | null, createdAt: Date | null): ParsedDocument['covers'] {
  const listed = months.filter((month) => month.codes.length > 0)
  const first = earliest(months.map((month) => month.from))
  const known = readAt ?? latest(listed.flatMap((month) => month.newest ?? []))
  const end = latest(months.map((month) => month.to))
  if (first === null || end === null || known === null) return null
  const begun = earliest([createdAt ?? first, ...listed.map((month) => month.from)]) ?? first
  const from = new Date(Math.max(begun.getTime(), first.getTime()))
  const to = new Date(Math.min(known.getTime(), end.getTime()))
  return from < to ? { from, to } : null
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.reduce<Date | null>((found, date) => (found === null || date < found ? date : found), null)
}

function latest(dates: readonly Date[]): Date | null {
  return dates.reduce<Date | null>((found, date) => (found === null || date > found ? date : found), null)
}

/** Its own domain, else its name under statuspage.io. `page.url` is the vendor's website here, not the status page. */
function ownAddress(page: Item | null): string | null {
  const domain = page && readText(page, 'domain')
  const subdomain = page && readText(page, 'subdomain')
  const host = domain ?? (subdomain === null ? null : `${subdomain}.statuspage.io`)
  return host === null ? null : baseOf(`https://${host}`)
}
