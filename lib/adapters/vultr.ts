import { ParseError } from '#lib/domain/errors.ts'
import type { Status } from '#lib/domain/incident.ts'
import { CLOSING } from '#lib/domain/span.ts'
import type { Adapter, ParsedComponent, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { addressBefore, joinAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent } from './wire/component.ts'
import {
  type Item,
  isRecord,
  needDate,
  needId,
  readDate,
  readId,
  readItem,
  readItems,
  readLooseDate,
  readText,
  readTitle,
  readWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { collectIncidents, createReport, newDocument, newIncident } from './wire/report.ts'
import { parseZoneless } from './wire/time.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { newUpdate } from './wire/update.ts'
import { STATUS_WORDS } from './wire/words.ts'

/**
 * Vultr's own status page: `/status.json`, with alerts of the whole service and alerts of each region. It lists what goes on
 * and some of what is over, in no order that says how far back it goes, so that it counts as a list of what is open.
 *
 * We have no whole body; this follows samples of 2020 to 2026 that users of it published. An alert has a subject, a state and
 * texts, but neither a severity nor an end: a resolved one ended when it was last changed. Planned work is "ongoing" from its
 * announcement on, with its window in the text, in UTC.
 */
export const vultr: Adapter = {
  platform: 'vultr',
  name: 'Vultr status',
  poll: (sourceUrl) => [{ url: joinAddress(sourceUrl, 'status.json') }],
  vendor: /vultr/i,
  probes: (siteUrl) => [{ url: joinAddress(siteUrl, 'status.json') }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Alerts that go on, and some that are over, with their texts.',
    reach: 'Nothing that is certain: an alert that is no longer listed is over.',
    components: 'Regions, where an alert is of one.',
    maintenance: 'By the word in the subject; its window is in the text.',
    indicator: null,
    rate: null,
    knownFrom: 'samples that its users published, 2020 to 2026',
    quirks: [
      {
        fact: 'Planned work is "ongoing" from its announcement on; `start_date` is when it was announced.',
        seen: 'November 2020 and August 2026',
      },
      { fact: '`updated_at` is an empty text as long as nothing was changed.', seen: '2020 and September 2025' },
      { fact: 'An alert that affects several regions is listed in each of them, under the same id.', seen: '2026' },
    ],
  },
}

/** An alert without an end is open, in whatever phase; planned work is not by that word alone. */
const ONGOING = 'ongoing'

const STATUSES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ...STATUS_WORDS,
  [ONGOING, null],
  ['closed', 'resolved'],
])

const MAINTENANCE = /\bmaintenance\b/i
const START = /\bstart time:\s{0,5}(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s{1,5}UTC\b/i
const END = /\bend time:\s{0,5}(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s{1,5}UTC\b/i

interface Alert {
  item: Item
  regions: ParsedComponent[]
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  if (attempt(() => readRoot(document)) === null) return null
  return {
    evidence: '"service_alerts" beside "regions" with their alerts, as of Vultr',
    sourceUrl: addressBefore(document.url, 'status.json'),
  }
}

function readRoot(document: SourceDocument): Item {
  const root = parseJsonObject(document, createReport())
  const { service_alerts: alerts, regions } = root.value
  const isStatus =
    Array.isArray(alerts) &&
    isRecord(regions) &&
    Object.values(regions).every((region) => isRecord(region) && Array.isArray(region.alerts))
  if (!isStatus) throw new ParseError('not the "status.json" of Vultr')
  return root
}

function parse(document: SourceDocument): ParsedDocument {
  const root = readRoot(document)
  const { report } = root
  const regions = readRegions(root)
  const alerts = listAlerts(root, regions)
  return newDocument(report, {
    incidents: collectIncidents(
      report,
      alerts.map(({ item }) => item),
      (item) => readAlert(item, alerts.find((alert) => alert.item === item)?.regions ?? []),
    ),
    completeness: 'open',
    kinds: ['incident', 'maintenance'],
    page: { name: null, url: addressBefore(document.url, 'status.json'), timeZone: null, indicator: null },
    components: [...regions.values()],
  })
}

function readRegions(root: Item): Map<string, ParsedComponent> {
  const regions = readItem(root, 'regions')
  return new Map(
    Object.keys(regions?.value ?? {}).map((key) => {
      const region = regions && readItem(regions, key)
      return [key, newComponent({ externalId: key, name: (region && readText(region, 'location')) ?? key })]
    }),
  )
}

/** Each alert once, with all the regions that list it. */
function listAlerts(root: Item, regions: ReadonlyMap<string, ParsedComponent>): Alert[] {
  const table = readItem(root, 'regions')
  const found: { item: Item; region: string | null }[] = [
    ...readItems(root, 'service_alerts').map((item) => ({ item, region: readText(item, 'region') })),
    ...[...regions.keys()].flatMap((region) => {
      const place = table && readItem(table, region)
      return place === null ? [] : readItems(place, 'alerts').map((item) => ({ item, region }))
    }),
  ]
  const byId = Map.groupBy(found, ({ item }) => readId(item, 'id') ?? item.path)
  return [...byId.values()].flatMap((same) => {
    const keys = new Set(same.flatMap(({ region }) => region ?? []))
    const item = same[0]?.item
    return item === undefined ? [] : [{ item, regions: [...keys].flatMap((key) => regions.get(key) ?? []) }]
  })
}

function readAlert(item: Item, components: ParsedComponent[]): ParsedIncident {
  const [word, sourceStatus] = readWord(item, 'status', STATUSES)
  const { updates, complete } = collectUnnamedUpdates(item.report, readItems(item, 'entries'), readEntry)
  const texts = updates.map(({ body }) => body).toReversed()
  const scheduledFrom = findTime(texts, START)
  const title = readTitle(item, 'subject')
  const isMaintenance = scheduledFrom !== null || MAINTENANCE.test(title)
  const isOver = CLOSING.includes(word)
  const status = isMaintenance && word === 'resolved' ? 'completed' : word
  const isKnown = status !== null || sourceStatus?.toLowerCase() === ONGOING
  return newIncident({
    externalId: needId(item, 'id'),
    kind: isMaintenance ? 'maintenance' : 'incident',
    title,
    impact: isMaintenance ? 'none' : 'unknown',
    status,
    sourceStatus,
    statedStartedAt: isMaintenance ? null : readDate(item, 'start_date'),
    statedEndedAt: isOver ? (readDate(item, 'updated_at') ?? updates.at(-1)?.postedAt ?? null) : null,
    endIsLastChange: true,
    scheduledFrom,
    scheduledUntil: findTime(texts, END),
    modifiedAt: readLooseDate(item, 'updated_at'),
    components,
    unclear: isKnown ? null : `unknown status "${sourceStatus ?? ''}"`,
    updates,
    updatesComplete: complete,
  })
}

/** From the newest text that has it. */
function findTime(texts: readonly string[], form: RegExp): Date | null {
  for (const text of texts) {
    const written = form.exec(text)?.[1]
    if (written !== undefined) return parseZoneless(written, 'utc')
  }
  return null
}

function readEntry(entry: Item): UnnamedUpdate {
  return newUpdate({ postedAt: needDate(entry, 'updated_at'), ...readBody(entry, 'message') })
}
