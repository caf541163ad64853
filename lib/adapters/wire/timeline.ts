import type { ParsedUpdate } from '#lib/adapters/adapter.ts'
import type { Status } from '#lib/domain/incident.ts'
import { htmlToText, toBody } from './markdown.ts'
import { atOrBefore, type PageTime, parsePageTime, zoneOffset } from './page-time.ts'
import { collectUpdates, type Located, type Report, UnreadableItem, warn, withDerivedIds } from './report.ts'
import { isPlausible, parseRfc822 } from './time.ts'
import { STATUS_WORDS } from './words.ts'

/** One entry of a timeline that stands as HTML in a feed item. */
interface Entry extends Located {
  readonly value: { time: string; label: string; body: string }
}

export interface Timeline {
  updates: ParsedUpdate[]
  /** False when an entry had to go to quarantine. */
  complete: boolean
}

/** Labels that say nothing of the status beside those that do. */
const LABELS: ReadonlyMap<string, Status | null> = new Map([
  ...STATUS_WORDS,
  ...['update', 'updated', 'notice', 'note'].map((word) => [word, null] as const),
])

/**
 * The timeline inside a feed item's HTML, in either of the two forms that carry times:
 * Statuspage and LambStatus: `<p><small>Aug 21, 00:37 UTC</small><br><strong>Resolved</strong> - text</p>`, newest first;
 * xAI: `<p><strong>Fri, 31 Jul 2026 11:45:00 GMT</strong></p><h3>Identified</h3><p>text</p>`, in either order.
 * Null when it is in neither. `latest` is the time of the newest entry as the feed gives it; it tells the year, and the
 * offset of a zone whose name is ambiguous. Ids are derived; see `withDerivedIds`.
 */
export function readTimeline(html: string, latest: Date | null, at: Place): Timeline | null {
  const paged = entriesOf(html, PAGE_FORM, at)
  if (paged.length > 0) return collectTimeline(paged, pageTimes(paged, latest), at)
  const dated = entriesOf(html, DATED_FORM, at)
  if (dated.length > 0) return collectTimeline(dated, (entry) => parseRfc822(entry.value.time), at)
  return null
}

/** Where a timeline stands, and the address that its links are relative to. */
interface Place {
  path: string
  report: Report
  base: string | null
}

const PAGE_FORM = /<p>\s*<small>([\s\S]{1,300}?)<\/small>\s*<br\s*\/?>\s*<strong>([^<]{1,60})<\/strong>\s*[-–—]?\s*/g
const DATED_FORM =
  /<p>\s*<strong>\s*((?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} [^<]{5,30})<\/strong>\s*<\/p>\s*<h\d>([^<]{1,60})<\/h\d>\s*/g

function entriesOf(html: string, form: RegExp, at: Place): Entry[] {
  const matches = [...html.matchAll(form)]
  return matches.map(({ index, 0: head, 1: time = '', 2: label = '' }, position) => ({
    path: `${at.path}.content[${position}]`,
    value: {
      time: htmlToText(time),
      label: htmlToText(label),
      body: html.slice(index + head.length, matches[position + 1]?.index),
    },
  }))
}

function collectTimeline(entries: readonly Entry[], timeOf: (entry: Entry) => Date | null, at: Place): Timeline {
  const { updates, complete } = collectUpdates(at.report, entries, (entry) => {
    const postedAt = timeOf(entry)
    if (postedAt === null || !isPlausible(postedAt))
      throw new UnreadableItem(`not a readable time: ${entry.value.time}`)
    return { externalId: entry.path, ...readEntry(entry, at), postedAt, modifiedAt: null, componentChanges: [] }
  })
  return { updates: withDerivedIds(updates), complete }
}

function readEntry({ path, value }: Entry, { report, base }: Place) {
  const status = LABELS.get(value.label.toLowerCase())
  if (status === undefined) warn(report, path, 'unknown status', value.label)
  const body = toBody(value.body, base, (message) => warn(report, path, message))
  return { status: status ?? null, sourceStatus: value.label, ...body }
}

/** Reads entries newest first, each at or before the one above it. */
function pageTimes(entries: readonly Entry[], latest: Date | null): (entry: Entry) => Date | null {
  const times = new Map<Entry, Date | null>()
  let bound = latest
  for (const entry of entries) {
    const time = parsePageTime(entry.value.time)
    const posted =
      time &&
      (bound === null ? dated(time) : atOrBefore(time, bound, zoneOffset(time) ?? offsetFrom(entries[0], time, latest)))
    times.set(entry, posted)
    if (posted !== null && (bound === null || posted < bound)) bound = posted
  }
  return (entry) => times.get(entry) ?? null
}

function dated(time: PageTime): Date | null {
  return time.year === null ? null : atOrBefore(time, new Date(0))
}

/** Zone names such as IST mean several offsets. The newest entry's time is known twice, as shown and as an instant. */
function offsetFrom(newest: Entry | undefined, time: PageTime, latest: Date | null): number | null {
  const shown = newest === undefined ? null : parsePageTime(newest.value.time)
  if (shown === null || latest === null || shown.zone !== time.zone) return null
  const asUtc = atOrBefore(shown, latest, 0)
  const minutes = asUtc === null ? Number.NaN : Math.round((asUtc.getTime() - latest.getTime()) / 900_000) * 15
  const rest = asUtc === null ? Number.NaN : Math.abs(asUtc.getTime() - latest.getTime() - minutes * 60_000)
  return Math.abs(minutes) <= 14 * 60 && rest <= 60_000 ? minutes : null
}
