import type { ParsedDocument, ParsedIncident, ParsedUpdate } from '#lib/adapters/adapter.ts'
import { GRADES, isMarkedResolved, newService, regionOf, withoutMark } from './aws.ts'
import { eventId } from './aws-events.ts'
import type { Feed } from './feed.ts'
import { type Item, needId, pathOf, readLooseDate, readTitle } from './item.ts'
import { readBody } from './markdown.ts'
import { newDocument, newIncident, type Report, readEach, UnreadableItem, warn } from './report.ts'
import { newUpdate } from './update.ts'

/** One item of the feed: one update of an event, which the feed does not name. */
interface Entry {
  path: string
  /** "ec2-us-east-1_1772396043", as in the feed. */
  id: string
  service: string
  /** The grade as its digit, from the words before the title; null when we do not know them. */
  grade: string | null
  title: string
  update: ParsedUpdate
}

type Event = [Entry, ...Entry[]]

const GRADE_WORDS: ReadonlyMap<string, string> = new Map([
  ['service is operating normally', '0'],
  ['informational message', '1'],
  ['performance issues', '2'],
  ['service degradation', '2'],
  ['service impact', '2'],
  ['service disruption', '3'],
])

/** After this long without an update, another title means another event. */
const MAX_SILENCE_MS = 24 * 60 * 60 * 1000

/** The feed of all services or of one: the 50 newest updates of any events. */
export function readUpdateFeed(feed: Feed, report: Report): ParsedDocument {
  const entries = withoutRepeats(readEach(report, feed.items, readEntry), report)
  entries.sort((a, b) => a.update.postedAt.getTime() - b.update.postedAt.getTime())
  const byService = Map.groupBy(entries, (entry) => entry.service)
  return newDocument(report, {
    incidents: [...byService.values()].flatMap(splitAtEvents).map(toIncident),
    completeness: 'newest',
    kinds: ['incident'],
    page: { name: feed.title, url: feed.url, timeZone: null, indicator: null },
  })
}

function readEntry(item: Item): Entry {
  const [, service, epoch] = /#([^#\s]+)_(\d{9,11})$/.exec(needId(item, 'id')) ?? []
  if (service === undefined || epoch === undefined) throw new UnreadableItem('has an id without a service and a time')
  const written = new Date(Number(epoch) * 1000)
  const heading = readTitle(item, 'title')
  const words = /^([^:]{1,60}):/.exec(heading)?.[1] ?? ''
  const grade = GRADE_WORDS.get(words.toLowerCase()) ?? null
  if (grade === null) warn(item.report, pathOf(item, 'title'), 'no known grade before the title', heading)
  const title = grade === null ? heading : heading.slice(words.length + 1).trim()
  const isResolved = grade === '0' || isMarkedResolved(title)
  return {
    path: item.path,
    id: eventId(service, written),
    service,
    grade,
    title: withoutMark(title) || heading,
    update: newUpdate({
      externalId: written.toISOString(),
      status: isResolved ? 'resolved' : null,
      sourceStatus: grade === null ? null : words,
      postedAt: readLooseDate(item, 'published') ?? written,
      ...readBody(item, 'content'),
    }),
  }
}

function withoutRepeats(entries: readonly Entry[], report: Report): Entry[] {
  const byId = new Map<string, Entry>()
  for (const entry of entries) {
    if (byId.has(entry.id)) warn(report, entry.path, 'the same id occurs twice; the first is kept', entry.id)
    else byId.set(entry.id, entry)
  }
  return [...byId.values()]
}

/** The items of one service, oldest first. */
function splitAtEvents(entries: readonly Entry[]): Event[] {
  const events: Event[] = []
  for (const entry of entries) {
    const event = events.at(-1)
    const last = event?.at(-1)
    if (event === undefined || last === undefined || isAnother(last, entry)) events.push([entry])
    else event.push(entry)
  }
  return events
}

/**
 * After a resolved item, the next one starts a new event unless it repeats that the same event is resolved. Otherwise only
 * another title after a long silence does.
 */
function isAnother(last: Entry, entry: Entry): boolean {
  const isSameTitle = last.title.toLowerCase() === entry.title.toLowerCase()
  if (last.update.status === 'resolved') return !(isSameTitle && entry.update.status === 'resolved')
  const silence = entry.update.postedAt.getTime() - last.update.postedAt.getTime()
  return silence > MAX_SILENCE_MS && !isSameTitle
}

/** Its id is that of its first update in the feed. First updates drop off, so the other updates' ids are kept as well. */
function toIncident(event: Event): ParsedIncident {
  const [first, ...others] = event
  const last = others.at(-1) ?? first
  const worst = event.reduce((a, b) => ((b.grade ?? '') > (a.grade ?? '') ? b : a))
  const region = regionOf(first.service)
  const name = region === null ? first.service : first.service.slice(0, -region.length - 1)
  return newIncident({
    externalId: first.id,
    otherIds: others.map(({ id }) => id),
    kind: 'incident',
    title: last.title,
    impact: GRADES.get(worst.grade ?? '') ?? 'unknown',
    sourceImpact: worst.update.sourceStatus,
    status: last.update.status,
    sourceStatus: last.update.sourceStatus,
    components: [newService(first.service, name, region)],
    regions: region === null ? [] : [region],
    updates: event.map(({ update }) => update),
    updatesComplete: false,
  })
}
