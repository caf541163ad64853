import type { ParsedDocument, ParsedIncident } from '#lib/adapters/adapter.ts'
import { GRADES, isMarkedResolved, newService, regionOf, withoutMark } from './aws.ts'
import { eventId } from './aws-events.ts'
import { type Item, needDate, needId, pathOf, readBlock, readItems, readText, readTitle, readWord } from './item.ts'
import { toBody } from './markdown.ts'
import { reachOf } from './reach.ts'
import {
  collectIncidents,
  type Located,
  newDocument,
  newIncident,
  type Report,
  UnreadableItem,
  warn,
} from './report.ts'
import { isPlausible, monthNumber, offsetMinutes, parseEpoch, utc } from './time.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './unnamed-updates.ts'
import { newUpdate } from './update.ts'

/**
 * The former dashboard's data.json: the events of about a year, and those that were open. Archived events are over, even if
 * nobody marked their titles; then only the closing sentence says when. The archive is ordered by start, oldest first, so any
 * event missing since its first one is gone.
 */
export function readArchive(root: Item, report: Report): ParsedDocument {
  const current = readItems(root, 'current')
  const archived = readItems(root, 'archive')
  const events = [...archived, ...current]
  const isOpen = new Set(current)
  return newDocument(report, {
    incidents: collectIncidents(report, events, (item) => readEvent(item, !isOpen.has(item))),
    completeness: 'newest',
    kinds: ['incident'],
    reach: reachOf('started', { incident: archived.map(({ value }) => startOf(value.date)) }),
  })
}

/** The stock sentence at the end of the update that closes an event. Text added after it, hours or days later, is a review. */
const CLOSING = /\bissue has been resolved and (?:the|all)(?: \S+)? services? (?:is|are) operating normally\W*$/i
/** An update that only points to a report is not an end. It may replace, at the same time, the update that closed the event. */
const AFTERWORD = /\bWe(?:['’]d| would) like to share more information about\b/i

function startOf(date: unknown): Date | null {
  const start = parseEpoch(date)
  return start !== null && isPlausible(start) ? start : null
}

function readEvent(item: Item, isArchived: boolean): ParsedIncident {
  const service = needId(item, 'service')
  const startedAt = needDate(item, 'date', parseEpoch)
  const isMarked = isMarkedResolved(readText(item, 'summary'))
  const [impact, grade] = readWord(item, 'status', GRADES)
  const { name, region } = readServiceName(item, service)
  const { updates, complete } = readTimeline(item, startedAt)
  const closing = updates.find(({ body }) => CLOSING.test(body)) ?? (isMarked ? updates.at(-1) : undefined)
  if ((isMarked || isArchived) && closing !== undefined) closing.status = 'resolved'
  const [only] = updates.length === 1 ? updates : []
  if (only !== undefined && AFTERWORD.test(only.body)) only.status = 'postmortem'
  return newIncident({
    externalId: eventId(service, startedAt),
    kind: 'incident',
    title: withoutMark(readTitle(item, 'summary')) || 'Untitled',
    impact: impact ?? 'unknown',
    sourceImpact: grade,
    status: isMarked || isArchived || grade === '0' ? 'resolved' : null,
    sourceStatus: grade,
    statedStartedAt: startedAt,
    components: [newService(service, name, region)],
    regions: readRegions(service, region),
    updates,
    updatesComplete: complete,
    // In its other forms, AWS gives each update its second.
    updateIdsDerived: true,
  })
}

/** "Amazon Redshift (N. Virginia)": the place is in brackets if the service is regional. */
function readServiceName(item: Item, service: string): { name: string; region: string | null } {
  const full = readText(item, 'service_name') ?? service
  const [, name, region] = regionOf(service) === null ? [] : (/^(.+?) \(([^()]+)\)$/.exec(full) ?? [])
  return name === undefined || region === undefined ? { name: full, region: null } : { name, region }
}

function readRegions(service: string, region: string | null): string[] {
  const code = regionOf(service)
  if (code === null) return []
  return [region === null ? code : `${region} (${code})`]
}

interface Entry extends Located {
  value: { clock: string | null; html: string }
}

/**
 * The description is HTML, oldest first: `<div><span class="yellowfg"> 7:43 AM PST</span>&nbsp;…</div>`. A time has a date only
 * if somebody wrote it ("Nov 2, 7:43 AM PDT"); any other time follows the one before it.
 */
function readTimeline(item: Item, startedAt: Date) {
  const parts = (readBlock(item, 'description') ?? '').split(/<div>\s*<span class="yellowfg">/)
  const entries = parts.flatMap((part, index): Entry[] => {
    const html = part.replace(/<\/div>\s*$/, '')
    const end = index === 0 ? -1 : html.indexOf('</span>')
    if (end === -1 && html.trim() === '') return []
    const value = {
      clock: end === -1 ? null : html.slice(0, end),
      html: end === -1 ? html : html.slice(end + '</span>'.length),
    }
    return [{ path: `${pathOf(item, 'description')}[${index}]`, value }]
  })
  let latest: Date | null = null
  return collectUnnamedUpdates(item.report, entries, ({ path, value }): UnnamedUpdate => {
    const postedAt = value.clock === null ? startedAt : readClock(value.clock, startedAt, latest)
    if (postedAt === null) throw new UnreadableItem(`not a readable time: ${value.clock}`)
    latest = postedAt
    return newUpdate({ postedAt, ...toBody(value.html, null, (message) => warn(item.report, path, message)) })
  })
}

const CLOCK = /^\s*(?:([A-Za-z]{3}) +(\d{1,2}), +)?(\d{1,2}):(\d\d) ([AP])M (P[SD]T)\s*$/

/** Dated: in the year nearest to the start. Undated: the first on the day nearest to it, others not before the previous one. */
function readClock(text: string, startedAt: Date, last: Date | null): Date | null {
  const [, month, day, hour = '', minute = '', half, zone = ''] = CLOCK.exec(text) ?? []
  const offset = offsetMinutes(zone)
  if (half === undefined || offset === null) return null
  const onDay = (year: number, monthOfYear: number, dayOfMonth: number): number[] => {
    const time = utc(year, monthOfYear, dayOfMonth, (Number(hour) % 12) + (half === 'P' ? 12 : 0), Number(minute), 0, 0)
    return time === null ? [] : [time - offset * MINUTE_MS]
  }
  const local = new Date((last ?? startedAt).getTime() + offset * MINUTE_MS)
  const year = local.getUTCFullYear()
  if (month !== undefined && day !== undefined) {
    return nearest(
      [-1, 0, 1].flatMap((years) => onDay(year + years, monthNumber(month), Number(day))),
      startedAt,
    )
  }
  const [sameDay] = onDay(year, local.getUTCMonth() + 1, local.getUTCDate())
  if (sameDay === undefined) return null
  if (last === null) return nearest([sameDay - DAY_MS, sameDay, sameDay + DAY_MS], startedAt)
  return new Date(sameDay < last.getTime() ? sameDay + DAY_MS : sameDay)
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

function nearest(times: readonly number[], to: Date): Date | null {
  const [best] = times.toSorted((a, b) => Math.abs(a - to.getTime()) - Math.abs(b - to.getTime()))
  return best === undefined ? null : new Date(best)
}
