import type { Completeness, ParsedDocument, SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { hasField, type Item, isRecord, readItem, readItems, readText } from './item.ts'
import { reachOf, timesOf } from './reach.ts'
import { collectIncidents, newDocument } from './report.ts'
import { readComponents, readGroups, readIncident } from './statuspage-incident.ts'
import { webAddress } from './text.ts'

/** For bodies larger than the default 5 MB: 63 long updates with 300 components each make one incident 400 KB. */
export const STATUSPAGE_MAX_BYTES = 20 * 1024 * 1024

/**
 * Any JSON body of Atlassian Statuspage's public API (https://www.atlassianstatus.com/api): incidents.json,
 * scheduled-maintenances.json, summary.json, components.json, incidents/<id>.json; also as other platforms implement it:
 * incident.io leaves out components, started_at, shortlink and maintenances, and uses null for an empty list. `isByCreation`
 * means that its incidents are known to be listed in order of creation. Throws ParseError.
 */
export function parseStatuspageJson(
  root: Item,
  document: SourceDocument,
  { isByCreation = false } = {},
): ParsedDocument {
  const listed = readItems(root, 'components')
  const groups = readGroups(listed)
  const page = readItem(root, 'page')
  const pageUrl = (page && webAddress(page.value.url)) ?? baseOf(document.url)
  const { items, maintenances, completeness, kinds } = contentOf(root, document)
  const incidents = collectIncidents(root.report, items, (item) =>
    readIncident(item, { kind: kindOf(item, maintenances), pageUrl, groups }),
  )
  return newDocument(root.report, {
    incidents,
    completeness,
    reach:
      isByCreation && completeness === 'newest'
        ? reachOf('created', {
            incident: timesOf(
              items.filter((item) => !maintenances.has(item)),
              'created_at',
            ),
          })
        : null,
    // An entry with a planned window is a maintenance wherever it is listed.
    kinds: completeness === 'open' ? kinds : [...new Set([...kinds, ...incidents.map((incident) => incident.kind)])],
    page: page && {
      name: readText(page, 'name'),
      url: pageUrl,
      timeZone: readText(page, 'time_zone'),
      indicator: indicatorOf(root),
    },
    components: readComponents(listed, groups),
  })
}

/** Whether the value looks like a body of that API, whoever serves it. */
export function isStatuspageJson(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false
  if (isIncident(value) || isIncident(value.incident)) return true
  const items = [...listOf(value, 'incidents'), ...listOf(value, 'scheduled_maintenances')]
  if (items.length > 0) return items.some(isIncident)
  // incident.io uses null for an empty list.
  const hasList = ['incidents', 'scheduled_maintenances', 'components'].some(
    (key) => Array.isArray(value[key]) || value[key] === null,
  )
  return hasList && isRecord(value.page) && typeof value.page.id === 'string'
}

/** The ids that show whose document it is: of the page, of incidents, of components. */
export function statuspageIds(value: Record<string, unknown>): string[] {
  const objects = [
    value,
    value.page,
    value.incident,
    ...listOf(value, 'incidents'),
    ...listOf(value, 'scheduled_maintenances'),
    ...listOf(value, 'components'),
  ]
  return objects.flatMap((object) => (isRecord(object) && typeof object.id === 'string' ? object.id : []))
}

/** The page's address: below the document's own, else below the one that it names; null when there is neither. */
export function statuspageUrl(value: Record<string, unknown>, document: SourceDocument): string | null {
  return baseOf(document.url) ?? (isRecord(value.page) ? webAddress(value.page.url) : null)
}

/** The address that precedes `/api/v2`, `/history` and `/incidents`, from any page below it. Null if not a web address. */
export function baseOf(url: string | null): string | null {
  const address = url === null ? null : URL.parse(url)
  if (address === null || !/^https?:$/.test(address.protocol)) return null
  const path = address.pathname.replace(/\/(?:api\/v2|history|incidents|proxy|feed)(?:[/.].*)?$/, '')
  return `${address.origin}${path}`.replace(/\/+$/, '')
}

interface Content {
  items: Item[]
  /** The items from the list of maintenances. */
  maintenances: ReadonlySet<Item>
  completeness: Completeness
  kinds: Kind[]
}

function contentOf(root: Item, document: SourceDocument): Content {
  const single = readItem(root, 'incident') ?? (hasField(root, 'incident_updates') ? root : null)
  if (single !== null) return { items: [single], maintenances: new Set(), completeness: 'single', kinds: [] }

  const incidents = listIn(root, 'incidents')
  const scheduled = listIn(root, 'scheduled_maintenances')
  const items = [...(incidents ?? []), ...(scheduled ?? [])]
  const maintenances = new Set(scheduled)
  const isSummary = hasField(root, 'components') || hasField(root, 'status')
  if (incidents === null && scheduled === null) {
    if (!hasField(root, 'components'))
      throw new ParseError('neither incidents nor components: no body of the Statuspage API')
    return { items, maintenances, completeness: 'part', kinds: [] }
  }
  const kinds: Kind[] = []
  if (incidents !== null) kinds.push('incident')
  if (scheduled !== null) kinds.push('maintenance')
  return { items, maintenances, completeness: isSummary || isOpenList(document.url) ? 'open' : 'newest', kinds }
}

/** Null when the document lacks the list; a null list is empty, and one of another type is refused. */
function listIn(root: Item, key: string): Item[] | null {
  if (!hasField(root, key)) return null
  const value = root.value[key]
  if (value !== null && !Array.isArray(value)) throw new ParseError('a list was expected', key)
  return readItems(root, key)
}

/** incidents/unresolved.json, scheduled-maintenances/active.json and upcoming.json look like the full lists but are not. */
function isOpenList(url: string | null): boolean {
  return url !== null && /\/(?:unresolved|active|upcoming)\.json(?:[?#]|$)/.test(url)
}

/** An entry with a planned window is a maintenance, wherever it is listed. */
function kindOf(item: Item, maintenances: ReadonlySet<Item>): Kind {
  return maintenances.has(item) || (item.value.scheduled_for ?? null) !== null ? 'maintenance' : 'incident'
}

function indicatorOf(root: Item): string | null {
  const status = readItem(root, 'status')
  return status === null ? null : readText(status, 'indicator')
}

function isIncident(value: unknown): boolean {
  return isRecord(value) && 'id' in value && Array.isArray(value.incident_updates)
}

function listOf(value: Record<string, unknown>, key: string): unknown[] {
  const list = value[key]
  return Array.isArray(list) ? list : []
}
