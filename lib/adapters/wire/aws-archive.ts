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
 * The former dashboard's data.json: the events of about a year, and those that were open. What is archived is over, even
 * where nobody marked its title; then only its closing sentence says when it ended. The archive stands in the order of the starts, oldest first, so it
 * tells what is gone since the first of them.
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

/** The stock sentence at the end of the update that closes an event. What follows it, hours or days later, tells of what was. */
const CLOSING = /\bissue has been resolved and (?:the|all)(?: \S+)? services? (?:is|are) operating normally\W*$/i
/** What points to a report and says no more is no end. It may stand in place of an update that closed the event, at the time of that. */
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
    // Elsewhere AWS gives each update its second.
    updateIdsDerived: true,
  })
}

/** "Amazon Redshift (N. Virginia)": the place stands in brackets where the service is one of a region. */
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
 * The description is HTML, oldest first: `<div><span class="yellowfg"> 7:43 AM PST</span>&nbsp;…</div>`. A time has its
 * date only where somebody wrote it ("Nov 2, 7:43 AM PDT"); any other follows the one before it.
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

/** With a date: in the year nearest to the start. Without: for the first entry on the day nearest to the start, else not before the last. */
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
