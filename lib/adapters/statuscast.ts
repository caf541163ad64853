import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Kind, Status } from '#lib/domain/incident.ts'
import type { Adapter, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { addressBefore, joinAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import {
  type Item,
  needId,
  readDate,
  readId,
  readItems,
  readLooseDate,
  readText,
  readTitle,
  readWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { collectLists, createReport, newDocument, newIncident, warn } from './wire/report.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { STATUS_WORDS } from './wire/words.ts'

/**
 * StatusCast status pages: `/summary.json`, with what is open and what is planned. Finished incidents are only in the page's feed,
 * `/rss`, which the platform `feed` reads.
 *
 * The frame follows real bodies of August 2026, none of which had an outage; entries follow those of one page that a reader of
 * it published, and the words of the page's HTML. They are read strictly: a time without a zone puts an entry aside, and an
 * unknown state makes it unclear. A post without a time of its own has no place in the timeline, and only its absence is told.
 */
export const statuscast: Adapter = {
  platform: 'statuscast',
  name: 'StatusCast',
  poll: (sourceUrl) => [{ url: joinAddress(sourceUrl, 'summary.json') }],
  probes: (siteUrl) => [{ url: joinAddress(siteUrl, 'summary.json') }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Open and upcoming incidents, maintenances and notices, with the posts that have a time.',
    reach: 'Nothing that is over: an incident is over when it is no longer listed.',
    components: null,
    maintenance: 'By its type; its planned start is its start.',
    indicator: 'A word such as `Available`, `Informational` or `DegradedPerformance`.',
    rate: null,
    knownFrom: 'real bodies of August 2026 without an outage, and entries that a reader of one page published',
    quirks: [
      { fact: 'Notices about documentation stand among the unresolved incidents.', seen: '8x8, August 2026' },
      {
        fact: 'Some pages answer 403 to everything but a browser; others of the same vendor, below status.page, do not.',
        seen: 'Quickbase and Campaign Monitor, August 2026',
      },
      { fact: 'A page of its own answers every unknown address with one HTML page.', seen: 'Quickbase, August 2026' },
      { fact: '`/rss` has the history that no JSON has.', seen: '38 incidents of Quickbase, August 2026' },
    ],
  },
}

const TYPES: ReadonlyMap<string, { kind: Kind; impact: Impact }> = new Map([
  ['informational', { kind: 'notice', impact: 'none' }],
  ['information', { kind: 'notice', impact: 'none' }],
  ['scheduled maintenance', { kind: 'maintenance', impact: 'none' }],
  ['maintenance', { kind: 'maintenance', impact: 'none' }],
  ['performance issue', { kind: 'incident', impact: 'minor' }],
  ['degraded performance', { kind: 'incident', impact: 'minor' }],
  ['degraded', { kind: 'incident', impact: 'minor' }],
  ['partial outage', { kind: 'incident', impact: 'major' }],
  ['service disruption', { kind: 'incident', impact: 'major' }],
  ['service unavailable', { kind: 'incident', impact: 'critical' }],
  ['unavailable', { kind: 'incident', impact: 'critical' }],
])

const STATUSES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ...STATUS_WORDS,
  ['open', null],
  ['active', null],
  ['future', 'scheduled'],
])

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => readRoot(document))
  if (root === null) return null
  return {
    evidence: `a summary with "UnresolvedIncidents" whose state is "${readText(root, 'Status')}"`,
    sourceUrl: addressBefore(document.url, 'summary.json'),
  }
}

function readRoot(document: SourceDocument): Item {
  const root = parseJsonObject(document, createReport())
  if (!Array.isArray(root.value.UnresolvedIncidents) || typeof root.value.Status !== 'string')
    throw new ParseError('not the summary of a StatusCast page')
  return root
}

function parse(document: SourceDocument): ParsedDocument {
  const root = readRoot(document)
  const { report } = root
  return newDocument(report, {
    incidents: collectLists(report, [
      { items: readItems(root, 'UnresolvedIncidents'), read: (item) => readEntry(item, null) },
      { items: readItems(root, 'UpcomingIncidents'), read: (item) => readEntry(item, 'scheduled') },
    ]),
    completeness: 'open',
    kinds: ['incident', 'maintenance', 'notice'],
    page: {
      name: readText(root, 'PageName'),
      url: addressBefore(document.url, 'summary.json'),
      timeZone: null,
      indicator: readText(root, 'Status'),
    },
  })
}

/** What is not yet due is planned work, unless it is a notice. */
function readEntry(item: Item, planned: Status | null): ParsedIncident {
  const [type, sourceImpact] = readSpaced(item, 'IncidentType', TYPES)
  const kind = type?.kind ?? (planned === null ? 'incident' : 'maintenance')
  const [word, sourceStatus] = readSpaced(item, 'Status', STATUSES)
  const status = kind === 'maintenance' ? (planned ?? word) : word === 'in_progress' ? null : word
  const startsAt = readDate(item, 'StartDate')
  const { updates, complete } = collectUnnamedUpdates(item.report, readItems(item, 'Posts'), readPost)
  const isKnown = word !== null || planned !== null || sourceStatus === null || isListed(sourceStatus)
  return newIncident({
    externalId: needId(item, 'Id'),
    kind,
    title: readTitle(item, 'Title'),
    impact: type?.impact ?? 'unknown',
    sourceImpact,
    status,
    sourceStatus,
    statedStartedAt: kind === 'maintenance' ? null : startsAt,
    scheduledFrom: kind === 'maintenance' ? startsAt : null,
    modifiedAt: readLooseDate(item, 'DateUpdated'),
    sourceUrl: toWebAddress(readText(item, 'ShortUrl')),
    unclear: isKnown ? null : `unknown status "${sourceStatus}"`,
    updates,
    updatesComplete: complete,
  })
}

/** A word of two that may be written as one: "InProgress", "Performance Issue". */
function readSpaced<T>(item: Item, key: string, meanings: ReadonlyMap<string, T>): [T | null, string | null] {
  const word = readText(item, key)
  if (word === null) return [null, null]
  const [meaning] = readWord({ ...item, value: { [key]: spaced(word) } }, key, meanings)
  return [meaning, word]
}

function spaced(word: string): string {
  return word.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
}

function isListed(word: string): boolean {
  return STATUSES.has(spaced(word))
}

function readPost(post: Item): UnnamedUpdate | null {
  const postedAt = readLooseDate(post, 'DateCreated')
  if (postedAt === null) {
    warn(post.report, post.path, 'a post without a time: its text cannot be placed', readText(post, 'Text'))
    return null
  }
  const [status, sourceStatus] = readSpaced(post, 'Status', STATUSES)
  return {
    externalId: readId(post, 'Id') ?? undefined,
    status: status === 'in_progress' ? null : status,
    sourceStatus,
    postedAt,
    modifiedAt: readLooseDate(post, 'DateUpdated'),
    ...readBody(post, 'Text'),
    componentChanges: [],
  }
}
