import type { ParsedDocument, ParsedIncident, ParsedUpdate } from '#lib/adapters/adapter.ts'
import { MAINTENANCE_STATUSES } from '#lib/domain/incident.ts'
import type { Feed, FeedItem } from './feed.ts'
import { feedReach, type ItemTimes, timesOfItem } from './feed-reach.ts'
import { readDate, readLooseDate, readTitle } from './item.ts'
import { htmlToText } from './markdown.ts'
import { parsePageRange } from './page-time.ts'
import { collectIncidents, newDocument, newIncident, type Report, UnreadableItem, warn } from './report.ts'
import { unknownWordOf } from './state-words.ts'
import { webAddress } from './text.ts'
import { findTimeline, readTimeline, type Timeline, type WrittenTimeline, zonesOf } from './timeline.ts'

/** The path of an incident's public page; its last part is the code that the JSON calls id. */
const INCIDENT_PATH = /\/incidents\/([a-z0-9]{12})\/?$/

/**
 * The history.atom or history.rss of a Statuspage: the newest 25 incidents and maintenances.
 * - The id is the code in the link, as in the JSON; the number in the Atom id goes to `otherIds`.
 * - `published` and `pubDate` are the time of the newest update, never the start. They give the year of the updates' times,
 *   which have no year and no seconds.
 * - Updates have no ids here. They get derived ones (time, label, ordinal), and `updateIdsDerived` says so, since the page's
 *   JSON has ids for the same updates.
 * - The label "Update" hides the status; impact and components are missing.
 */
export function parseStatuspageFeed(feed: Feed, report: Report): ParsedDocument {
  const pageUrl = webAddress(feed.url)
  const times: ItemTimes[] = []
  const incidents = collectIncidents(report, feed.items, (item) => {
    const incident = readItem(item, pageUrl)
    const own = { publishedAt: readLooseDate(item, 'published'), updatedAt: incident.modifiedAt }
    if (incident.kind === 'incident') times.push(timesOfItem(own, incident))
    return incident
  })
  return newDocument(report, {
    incidents,
    completeness: 'newest',
    kinds: ['incident', 'maintenance'],
    reach: feedReach(times),
    page: {
      name: feed.title?.replace(/ (?:Status )?- Incident History$/, '') ?? null,
      url: pageUrl,
      timeZone: null,
      indicator: null,
    },
  })
}

/**
 * By its ids, or by the markup around its updates' times. Other platforms imitate the feed's names, so names only prove
 * something if the feed has no entry.
 */
export function isStatuspageFeed(feed: Feed): boolean {
  if (feed.items.length > 0) return feed.items.some(isStatuspageItem)
  if (feed.format === 'atom') return /^tag:[^,]+,2005:\/history$/.test(feed.id ?? '')
  return feed.format === 'rss' && feed.description === 'Statuspage'
}

function isStatuspageItem({ value: { id, url, content } }: FeedItem): boolean {
  if (/^tag:[^,]+,2005:Incident\/\d+$/.test(id ?? '')) return true
  if (!INCIDENT_PATH.test(url ?? '')) return false
  return content === null || /<small>[\s\S]{0,80}<var data-var=/.test(content)
}

function readItem(item: FeedItem, pageUrl: string | null): ParsedIncident {
  const sourceUrl = webAddress(item.value.url)
  const number = /:Incident\/(\d+)$/.exec(item.value.id ?? '')?.[1] ?? null
  const externalId = INCIDENT_PATH.exec(sourceUrl ?? '')?.[1] ?? number
  if (externalId === null) throw new UnreadableItem('has neither a code in its link nor a number in its id')
  const latest = readDate(item, 'published', undefined, { isNeeded: true })
  const html = item.value.content ?? ''
  const written = findTimeline(html)
  const timeline = written && readTimeline(written, latest, { path: item.path, report: item.report, base: pageUrl })
  const updates = timeline?.updates ?? []
  const unclear = html.trim() === '' ? null : complaintOf(timeline)
  if (unclear !== null) warn(item.report, item.path, `not understood: ${unclear}`, item.value.title)
  const window = readWindow(html, written, latest)
  const current = updates.findLast((update) => update.status !== null)
  return newIncident({
    externalId,
    otherIds: number === null || number === externalId ? [] : [number],
    kind: window !== null || updates.some(isOfMaintenance) ? 'maintenance' : 'incident',
    title: readTitle(item, 'title'),
    status: current?.status ?? null,
    sourceStatus: current?.sourceStatus ?? null,
    scheduledFrom: window?.from ?? null,
    scheduledUntil: window?.until ?? null,
    modifiedAt: readLooseDate(item, 'updated'),
    sourceUrl,
    unclear,
    updates,
    updatesComplete: timeline?.complete ?? false,
    updateIdsDerived: true,
  })
}

/** Why the state or the times are not understood; null when they are. A missing entry may be the one that ended it. */
function complaintOf(timeline: Timeline | null): string | null {
  if (timeline === null || timeline.updates.length === 0) return 'its timeline cannot be read'
  if (!timeline.complete) return 'its timeline cannot be read in full'
  const unknown = unknownWordOf(timeline.updates)
  return unknown === null ? null : `unknown status "${unknown}"`
}

function isOfMaintenance({ status }: ParsedUpdate): boolean {
  return (MAINTENANCE_STATUSES as readonly (string | null)[]).includes(status)
}

/** Half a year, within which an announced window begins; the date nearest to its middle is the right one. */
const HALF_OF_YEAR_MS = 180 * 86_400_000

/**
 * "THIS IS A SCHEDULED EVENT Apr 7, 13:00 - 18:00 UTC", which precedes the updates until the maintenance begins. It has no
 * year, and is not before its newest announcement.
 */
function readWindow(
  html: string,
  timeline: WrittenTimeline | null,
  announcedAt: Date | null,
): { from: Date; until: Date } | null {
  const text = /<strong>\s*THIS IS A SCHEDULED EVENT([\s\S]{1,400}?)<\/strong>/i.exec(html)?.[1]
  if (text === undefined || announcedAt === null) return null
  const middle = new Date(announcedAt.getTime() + HALF_OF_YEAR_MS)
  return parsePageRange(htmlToText(text), middle, zonesOf(timeline, announcedAt))
}
