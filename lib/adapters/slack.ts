import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Kind, Status } from '#lib/domain/incident.ts'
import { CLOSING } from '#lib/domain/span.ts'
import type { Adapter, Completeness, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { rootAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  needDate,
  needId,
  readDate,
  readItems,
  readState,
  readText,
  readTexts,
  readTitle,
  readWord,
} from './wire/item.ts'
import { readBody } from './wire/markdown.ts'
import { reachOf, timesOf } from './wire/reach.ts'
import { parseRecords } from './wire/records.ts'
import { collectIncidents, createReport, newDocument, newIncident, type Report } from './wire/report.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Slack's own status API: `/history`, an array of about six months of incidents, and `/current`, an object with the open ones.
 * https://docs.slack.dev/reference/slack-status-api
 *
 * An incident's notes were newest first and plain text until 2024, and have been oldest first and HTML since; they have no ids
 * and no status. An incident has no end either: a resolved one ended when it was last changed. If that change came long after
 * the last note, somebody edited the page, and the incident ended with that note; so it did if the change came before it. The time of the last change goes back when a
 * note is deleted, so it does not tell a stale copy from a new one.
 *
 * Also read: the incidents as JSON Lines.
 */
export const slack: Adapter = {
  platform: 'slack',
  name: 'Slack status',
  poll: (sourceUrl) => [{ url: isDocument(sourceUrl) ? sourceUrl : rootAddress(sourceUrl, '/api/v2.0.0/history') }],
  overall: (sourceUrl) =>
    isDocument(sourceUrl) ? null : { url: rootAddress(sourceUrl, '/api/v2.0.0/current'), optional: true },
  vendor: /\bslack\b/i,
  probes: (siteUrl) => [{ url: rootAddress(siteUrl, '/api/v2.0.0/current') }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'About 40 incidents, notices and maintenances, each with its notes.',
    reach: 'About six months. There is no older page.',
    components: 'Services, with each incident, by name.',
    maintenance: 'As items of state "scheduled" or "completed".',
    indicator: '`ok` or `active`.',
    rate: null,
    knownFrom: '1,744 real bodies of 2020 to 2026, and https://docs.slack.dev/reference/slack-status-api',
    quirks: [
      {
        fact: 'Notes were newest first and plain text until 2024, and are oldest first and HTML since.',
        seen: '225 of 225 bodies with several notes to 2024, and 2026',
      },
      { fact: 'There is no end: a resolved incident ended when it was last changed.', seen: '2020 to 2026' },
      { fact: '`date_updated` goes back when a note is deleted.', seen: '2026' },
      { fact: 'Ids are numbers, and texts in the documentation.', seen: '2020 to 2026' },
    ],
  },
}

const IMPACTS: ReadonlyMap<string, Impact> = new Map([
  ['notice', 'none'],
  ['maintenance', 'none'],
  ['incident', 'minor'],
  ['outage', 'critical'],
])

const STATUSES: ReadonlyMap<string, Status | null> = new Map([
  ['active', null],
  ['resolved', 'resolved'],
  ['scheduled', 'scheduled'],
  ['completed', 'completed'],
  ['cancelled', null],
])

/** The words that only maintenances use. */
const MAINTENANCE_STATUSES = ['scheduled', 'completed', 'cancelled']

/** The last note and the click on "resolved" are seconds or minutes apart; the note and an edit, hours. */
const MAX_PAUSE_MS = 60 * 60 * 1000

interface Content {
  items: Item[]
  completeness: Completeness
  indicator: string | null
}

function isDocument(url: string): boolean {
  return url.includes('/api/v2.0.0/')
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const content = attempt(() => readContent(document, createReport()))
  if (content === null || (content.items.length === 0 && content.indicator === null)) return null
  const sourceUrl = document.url === null ? null : rootAddress(document.url, '/')
  return { evidence: 'incidents with "notes" and "services", as of the status API of Slack', sourceUrl }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const { items, completeness, indicator } = readContent(document, report)
  const created = timesOf(items, 'date_created')
  return newDocument(report, {
    incidents: collectIncidents(report, items, readIncident),
    completeness,
    reach: completeness === 'newest' ? reachOf('created', { incident: created, notice: created }) : null,
    kinds: ['incident', 'notice', 'maintenance'],
    page: { name: null, url: null, timeZone: null, indicator },
  })
}

function readContent(document: SourceDocument, report: Report): Content {
  const records = parseRecords(document, report)
  const [first] = records
  if (first === undefined) return { items: [], completeness: 'newest', indicator: null }
  if (hasField(first, 'active_incidents') && hasField(first, 'date_updated')) {
    const root = { ...first, path: '' }
    return { items: readItems(root, 'active_incidents'), completeness: 'open', indicator: readText(root, 'status') }
  }
  if (!records.some((item) => hasField(item, 'notes') && hasField(item, 'services') && hasField(item, 'type'))) {
    throw new ParseError('neither incidents nor the current status of Slack')
  }
  return { items: records, completeness: first.path.startsWith('[') ? 'newest' : 'part', indicator: null }
}

function readIncident(item: Item): ParsedIncident {
  const [impact, type] = readWord(item, 'type', IMPACTS)
  const [status, sourceStatus] = readState(item, 'status', STATUSES, { isNeeded: true })
  const kind = kindOf(type, sourceStatus)
  const { updates, complete } = collectUnnamedUpdates(item.report, readItems(item, 'notes'), readNote)
  const modifiedAt = readDate(item, 'date_updated')
  return newIncident({
    externalId: needId(item, 'id'),
    kind,
    title: readTitle(item, 'title'),
    impact: impact ?? 'unknown',
    sourceImpact: type,
    status,
    sourceStatus,
    // A maintenance is dated by its announcement, which is not its start.
    statedStartedAt: kind === 'maintenance' ? null : readDate(item, 'date_created'),
    statedEndedAt: CLOSING.includes(status) ? endOf(modifiedAt, updates.at(-1)?.postedAt ?? null) : null,
    sourceUrl: toWebAddress(readText(item, 'url')),
    components: uniqueComponents(readTexts(item, 'services').map((name) => newComponent({ externalId: name, name }))),
    updates,
    updatesComplete: complete,
  })
}

function kindOf(type: string | null, sourceStatus: string | null): Kind {
  if (type === 'maintenance' || (sourceStatus !== null && MAINTENANCE_STATUSES.includes(sourceStatus)))
    return 'maintenance'
  return type === 'notice' ? 'notice' : 'incident'
}

function endOf(modifiedAt: Date | null, lastNoteAt: Date | null): Date | null {
  if (modifiedAt === null || lastNoteAt === null) return modifiedAt ?? lastNoteAt
  const isEdit = modifiedAt.getTime() - lastNoteAt.getTime() > MAX_PAUSE_MS
  return isEdit || modifiedAt < lastNoteAt ? lastNoteAt : modifiedAt
}

function readNote(note: Item): UnnamedUpdate {
  return newUpdate({ postedAt: needDate(note, 'date_created'), ...readBody(note, 'body') })
}
