import type { ParsedDocument, SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import type { Period } from '#lib/domain/incident.ts'
import { zonedInstant } from '#lib/text/zoned-time.ts'
import { type Item, isRecord, needId, readItem, readItems, readLooseDate, readNumber, readText } from './item.ts'
import { decodeReferences, htmlToText } from './markdown.ts'
import { parsePageRange } from './page-time.ts'
import { newDocument, type Report, UnreadableItem, warn } from './report.ts'
import { baseOf } from './statuspage.ts'
import { readComponents, readGroups } from './statuspage-incident.ts'
import { isPlausible, monthNumber } from './time.ts'

/** The props of the history page as embedded in its HTML, still as JSON text; null when the HTML is not such a page. */
export function findHistoryProps(html: string): string | null {
  if (!html.includes('HistoryIndex')) return null
  for (const [, attributes = ''] of html.matchAll(DIV)) {
    if (!/\bdata-react-class=["']HistoryIndex["']/.test(attributes)) continue
    const props = /\bdata-react-props="([^"]*)"/.exec(attributes)?.[1]
    return props === undefined ? null : decodeReferences(props)
  }
  return null
}

const DIV = /<div((?:\s+[\w-]+=(?:"[^"]*"|'[^']*'))+)\s*\/?>/gi

/** Whether the value is /history.json or the props of the HTML page. */
export function isHistory(value: unknown): value is Record<string, unknown> {
  return (
    isRecord(value) &&
    Array.isArray(value.months) &&
    value.months.every((month) => isRecord(month) && Array.isArray(month.incidents))
  )
}

/**
 * One history page of a Statuspage: three months of incidents and maintenances, with only code, title and last message. They
 * are `references` for a back-fill, since as incidents they would erase what other documents say. The document covers its
 * months, but not the time after it was read, and not the time before the page was created unless something is listed there.
 */
export function parseStatuspageHistory(root: Item, document: SourceDocument): ParsedDocument {
  const status = readItem(root, 'page_status')
  const page = status && readItem(status, 'page')
  const base = baseOf(document.url) ?? ownAddress(page)
  if (base === null) throw new ParseError('a history page without an address: where its incidents are is not known')
  const timeZone = page && readText(page, 'time_zone')
  const months = readItems(root, 'months').map((month) => readMonth(month, timeZone ?? 'UTC'))
  const listed = readItems(root, 'components')
  const codes = new Set(months.flatMap((month) => month.codes))
  return newDocument(root.report, {
    incidents: [],
    completeness: 'part',
    kinds: ['incident', 'maintenance'],
    covers: coverOf(months, document.readAt, page && readLooseDate(page, 'created_at')),
    page: page && { name: readText(page, 'name'), url: base, timeZone, indicator: null },
    components: readComponents(listed, readGroups(listed)),
    references: [...codes].map((code) => ({
      externalId: code,
      url: `${base}/api/v2/incidents/${encodeURIComponent(code)}.json`,
    })),
  })
}

interface Month {
  codes: string[]
  /** Null when the month is not given. */
  period: Period | null
  /** The newest time written in it. */
  newest: Date | null
}

function readMonth(item: Item, zone: string): Month {
  const incidents = readItems(item, 'incidents')
  const codes = incidents.flatMap((incident) => readCode(incident, item.report))
  const period = monthPeriod(readNumber(item, 'year'), monthNumber(readText(item, 'name') ?? ''), zone)
  if (period === null) {
    warn(item.report, item.path, 'not a readable month', item.value.name)
    return { codes, period, newest: null }
  }
  const times = incidents.flatMap((incident) => {
    return parsePageRange(htmlToText(readText(incident, 'timestamp') ?? ''), period.from)?.until ?? []
  })
  return { codes, period, newest: latest(times) }
}

/** An entry without a code causes a warning, since it cannot be fetched without one. */
function readCode(item: Item, report: Report): string[] {
  try {
    return [needId(item, 'code')]
  } catch (error) {
    if (!(error instanceof UnreadableItem)) throw error
    warn(report, item.path, error.message, item.value)
    return []
  }
}

/** Months are in the page's zone; Rails' own zone names, which some pages have, are read as UTC. */
function monthPeriod(year: number | null, month: number, zone: string): Period | null {
  if (year === null || !isPlausible(new Date(Date.UTC(year, 0))) || Number.isNaN(month)) return null
  const next = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 }
  const [from, to] = [{ year, month }, next].map((first) => {
    const midnight = { ...first, day: 1, hour: 0, minute: 0 }
    return zonedInstant(midnight, zone) ?? zonedInstant(midnight, 'utc')
  })
  return from && to ? { from, to } : null
}

function coverOf(months: readonly Month[], readAt: Date | null, createdAt: Date | null): Period | null {
  const periods = months.flatMap((month) => month.period ?? [])
  const first = earliest(periods.map((period) => period.from))
  const end = latest(periods.map((period) => period.to))
  const known = readAt ?? latest(months.flatMap((month) => month.newest ?? []))
  if (first === null || end === null || known === null || periods.length < months.length) return null
  const inUse = months.flatMap((month) => (month.codes.length > 0 && month.period !== null ? month.period.from : []))
  const started = earliest([createdAt ?? first, ...inUse]) ?? first
  const from = new Date(Math.max(started.getTime(), first.getTime()))
  const to = new Date(Math.min(known.getTime(), end.getTime()))
  return from < to ? { from, to } : null
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.reduce<Date | null>((found, date) => (found === null || date < found ? date : found), null)
}

function latest(dates: readonly Date[]): Date | null {
  return dates.reduce<Date | null>((found, date) => (found === null || date > found ? date : found), null)
}

/** Its own domain, else its name under statuspage.io. Here `page.url` is the vendor's website rather than the status page. */
function ownAddress(page: Item | null): string | null {
  const domain = page && readText(page, 'domain')
  const subdomain = page && readText(page, 'subdomain')
  const host = domain ?? (subdomain === null ? null : `${subdomain}.statuspage.io`)
  return host === null ? null : baseOf(`https://${host}`)
}
