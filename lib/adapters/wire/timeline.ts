import type { ParsedUpdate } from '#lib/adapters/adapter.ts'
import type { Status } from '#lib/domain/incident.ts'
import { CLOSING } from '#lib/domain/span.ts'
import { htmlToText, toBody } from './markdown.ts'
import { atOrBefore, mayLieAt, nearestTo, PAGE_TIME, type PageTime, parsePageTime, zoneOffset } from './page-time.ts'
import { collectUpdates, type Located, type Report, UnreadableItem, warn, withDerivedIds } from './report.ts'
import { meaningOf, statusOf } from './state-words.ts'
import { cleanBlock } from './text.ts'
import { isPlausible, parseRfc822 } from './time.ts'
import { readTimelineLines, type WrittenEntry } from './timeline-lines.ts'

/** One entry of a timeline as text or HTML in a feed item. */
interface Entry extends Located {
  readonly value: WrittenEntry
}

/** The entries of a timeline as written. */
export interface WrittenTimeline {
  entries: readonly WrittenEntry[]
  /** Whether every time has a state and every state a time. */
  isWhole: boolean
  /** Whether each time is an RFC 822 date. Otherwise it is one of a page, which may lack its year. */
  isRfc822: boolean
}

export interface Timeline {
  updates: ParsedUpdate[]
  /** False when an entry had to go to quarantine. */
  complete: boolean
}

/**
 * The timeline inside a feed item's text, in one of the forms that carry times:
 * Statuspage, LambStatus, Instatus: `<p><small>Aug 21, 00:37 UTC</small><br><strong>Resolved</strong> - text</p>`;
 * xAI: `<p><strong>Fri, 31 Jul 2026 11:45:00 GMT</strong></p><h3>Identified</h3><p>text</p>`;
 * the plain text of the first: `Sep 25, 15:15:00 GMT+0 - Investigating - text`;
 * any other in which lines part the entries, see `readTimelineLines`. Each in either order.
 * Null when it is in none of them.
 */
export function findTimeline(html: string): WrittenTimeline | null {
  const known = { isWhole: true, isRfc822: false }
  const paged = entriesOf(html, PAGE_FORM)
  if (paged.length > 0) return { ...known, entries: paged }
  const dated = entriesOf(html, DATED_FORM)
  if (dated.length > 0) return { ...known, entries: dated, isRfc822: true }
  if (!MAY_HAVE_TIMES.test(html)) return null
  const text = htmlToText(html)
  const plain = PLAIN_MARK.test(text) ? entriesOf(text, PLAIN_FORM) : []
  if (plain.some(({ label }) => meaningOf(label) !== null)) return { ...known, entries: plain }
  const inLines = readTimelineLines(html)
  return inLines && { ...known, ...inLines }
}

/**
 * Dates the entries. If no time among them can be read, there are no updates, and it is not complete: the caller then uses what
 * else the item states. `published` is the feed's time for the item, either of its first entry or of its last: it gives the
 * year, and the offset of a zone with an ambiguous name. Ids are derived; see `withDerivedIds`.
 */
export function readTimeline(
  { entries: written, isWhole, isRfc822 }: WrittenTimeline,
  published: Date | null,
  at: Place,
): Timeline {
  const entries = written.map((value, position) => ({ path: `${at.path}.content[${position}]`, value }))
  const timeOf = isRfc822 ? (entry: Entry) => parseRfc822(entry.value.time) : pageTimes(entries, published)
  const timeline = collectTimeline(entries, timeOf, at)
  return { ...timeline, complete: timeline.complete && isWhole }
}

/** The location of a timeline, and the address that its links are relative to. */
interface Place {
  path: string
  report: Report
  base: string | null
}

const PAGE_FORM = /<p>\s*<small>([\s\S]{1,300}?)<\/small>\s*<br\s*\/?>\s*<strong>([^<]{1,60})<\/strong>\s*[-–—]?\s*/g
const DATED_FORM =
  /<p>\s*<strong>\s*((?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} [^<]{5,30})<\/strong>\s*<\/p>\s*<h\d>([^<]{1,60})<\/h\d>\s*/g
/** Any time of day. */
const MAY_HAVE_TIMES = /\d[:h]\d\d/
const PLAIN_MARK = /\d:\d\d[^\n]{0,20} [-–—] /
/** A label is any short text without a digit; at least one must be a known word. */
const PLAIN_FORM = new RegExp(String.raw`\b(${PAGE_TIME}) [-–—] ([^\d\s–—-][^\d\n–—-]{1,30}?) [-–—] `, 'gi')

function entriesOf(text: string, form: RegExp): WrittenEntry[] {
  const matches = [...text.matchAll(form)]
  return matches.map(({ index, 0: head, 1: time = '', 2: label = '' }, position) => ({
    // Oracle puts no blank between the parts of a date.
    time: inlineText(time.replace(/(?<=\S)<var\b/g, ' <var')),
    label: inlineText(label),
    body: text.slice(index + head.length, matches[position + 1]?.index).trim(),
  }))
}

/** The text of a few words that may have marks in them. */
function inlineText(html: string): string {
  const text = html.replace(/<\/?(?:var|span)\b[^<>]*>/g, '')
  return /[<&\n]/.test(text) ? htmlToText(text) : cleanBlock(text)
}

function collectTimeline(entries: readonly Entry[], timeOf: (entry: Entry) => Date | null, at: Place): Timeline {
  if (!entries.some((entry) => timeOf(entry) !== null)) {
    warn(at.report, at.path, 'a timeline whose times cannot be read', entries[0]?.value.time)
    return { updates: [], complete: false }
  }
  const { updates, complete } = collectUpdates(at.report, entries, (entry) => {
    const postedAt = timeOf(entry)
    if (postedAt === null || !isPlausible(postedAt))
      throw new UnreadableItem(`not a readable time: ${entry.value.time}`)
    return { externalId: entry.path, ...readEntry(entry, at), postedAt, modifiedAt: null, componentChanges: [] }
  })
  const isByMinute = !entries.some((entry) => /\d:\d\d:\d\d/.test(entry.value.time))
  return { updates: withDerivedIds(isByMinute ? closingLast(updates) : updates), complete }
}

/** If a form gives only minutes, closing entries count after all others of the same minute. */
function closingLast<T extends { postedAt: Date; status: Status | null }>(updates: readonly T[]): T[] {
  const closes = ({ status }: T) => Number(CLOSING.includes(status))
  return updates.toSorted((a, b) => a.postedAt.getTime() - b.postedAt.getTime() || closes(a) - closes(b))
}

function readEntry({ path, value }: Entry, { report, base }: Place) {
  const meaning = meaningOf(value.label)
  if (meaning === null) warn(report, path, 'unknown status', value.label)
  return { status: statusOf(meaning), sourceStatus: value.label, ...toBody(value.body, base) }
}

/** The instants of entries that are newest first or oldest first; the order that spans less time is right. */
function pageTimes(entries: readonly Entry[], published: Date | null): (entry: Entry) => Date | null {
  const read = entries.map((entry): ReadEntry => [entry, parsePageTime(entry.value.time)])
  const down = walkBack(read, published)
  // The wrong order takes entries that are further apart for those of different years.
  const up = spanOf(down) <= CERTAIN_SPAN_MS ? down : walkBack(read.toReversed(), published)
  const times = spanOf(down) <= spanOf(up) ? down : up
  return (entry) => times.get(entry) ?? null
}

type ReadEntry = readonly [Entry, PageTime | null]
const CERTAIN_SPAN_MS = 86_400_000

/** The newest, in the year nearest to `published`; each other one at or before the one above it. */
function walkBack(newestFirst: readonly ReadEntry[], published: Date | null): Map<Entry, Date | null> {
  const times = new Map<Entry, Date | null>()
  const offsets = createOffsets([newestFirst[0]?.[1], newestFirst.at(-1)?.[1]], published)
  let bound: Date | null = null
  for (const [entry, time] of newestFirst) {
    const posted: Date | null = time && readAfter(time, bound, published, offsets(time))
    times.set(entry, posted)
    if (posted !== null && (bound === null || posted < bound)) bound = posted
  }
  return times
}

function readAfter(time: PageTime, bound: Date | null, published: Date | null, offset: number | null): Date | null {
  if (bound !== null) return atOrBefore(time, bound, offset)
  if (published !== null) return nearestTo(time, published, offset)
  return time.year === null ? null : atOrBefore(time, new Date(0), offset)
}

function spanOf(times: ReadonlyMap<Entry, Date | null>): number {
  const known = [...times.values()].filter((time) => time !== null).map((time) => time.getTime())
  return known.length === 0 ? 0 : known.reduce((a, b) => Math.max(a, b)) - known.reduce((a, b) => Math.min(a, b))
}

/**
 * Zone names such as IST mean several offsets. The first or the last entry's time is known twice: as shown, and as the feed's
 * instant. If both could be that instant, in different zones, the offset is unknown.
 */
function createOffsets(
  firstAndLast: readonly (PageTime | null | undefined)[],
  published: Date | null,
): (time: PageTime) => number | null {
  const ends = firstAndLast.flatMap((end) => end ?? [])
  return (time) => {
    const known = zoneOffset(time)
    if (known !== null) return known
    const told = new Set(ends.flatMap((end) => offsetBetween(end, time, published) ?? []))
    return told.size === 1 ? ([...told][0] ?? null) : null
  }
}

function offsetBetween(shown: PageTime, time: PageTime, published: Date | null): number | null {
  if (published === null || shown.zone === null || shown.zone !== time.zone) return null
  const asUtc = nearestTo(shown, published, 0)
  if (asUtc === null) return null
  const minutes = Math.round((asUtc.getTime() - published.getTime()) / 900_000) * 15
  const rest = Math.abs(asUtc.getTime() - published.getTime() - minutes * 60_000)
  const tolerance = shown.second === 0 ? 60_000 : 1_000
  return mayLieAt(shown.zone, minutes) && rest <= tolerance ? minutes : null
}

/** The offset of each zone name in an item's timeline, for times elsewhere in the item; null if unknown. */
export function zonesOf(timeline: WrittenTimeline | null, published: Date | null): (time: PageTime) => number | null {
  const ends = [timeline?.entries[0], timeline?.entries.at(-1)]
  return createOffsets(
    ends.map((end) => end && parsePageTime(end.time)),
    published,
  )
}
