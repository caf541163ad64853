import { hash } from 'node:crypto'
import type {
  Completeness,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  QuarantinedItem,
  Reach,
} from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { formatCount } from '#lib/domain/format.ts'
import type { Kind, Status } from '#lib/domain/incident.ts'
import { type FieldName, type IncidentFields, mapFields } from '#lib/domain/incident-fields.ts'
import { type ComponentState, listComponentsOut } from '#lib/text/indicator.ts'
import { cleanText, findComplaint, MAX_INCIDENTS } from './limits.ts'

/** What a source says of an incident, without its updates. A revision can name any of these fields. */
export interface IncidentContent extends IncidentFields {
  /** Sorted by id. */
  components: { externalId: string; sourceStatus: string | null; from: Date | null; to: Date | null }[]
}

/** What a source says of one update. A revision can name any of these fields. */
export interface UpdateContent {
  status: Status | null
  sourceStatus: string | null
  postedAt: Date
  body: string
  isMarkdown: boolean
  /** Order among updates of the same posted time, oldest first. */
  position: number
  componentChanges: { externalId: string | null; name: string; from: string | null; to: string | null }[]
}

export interface Normalised<Content> {
  externalId: string
  content: Content
  modifiedAt: Date | null
}

/** Everything that one document says of one incident. */
export interface NormalisedIncident extends Normalised<IncidentContent> {
  otherIds: string[]
  updates: Normalised<UpdateContent>[]
  updatesComplete: boolean
  /** The document's format gives updates no ids and carries less than the platform's other formats. */
  updateIdsDerived: boolean
  /** The stated end is the time of the last change, not an end that the source reports. */
  endIsLastChange: boolean
  /** A poorer copy, which changes nothing of an incident that the platform's own document gives. */
  isFallback: boolean
  /** A hash of its content, updates and times. If it equals the stored one, only a new other id has to be written. */
  fullHash: string
}

export interface ComponentName {
  externalId: string
  name: string
  group: string | null
}

/** "Not understood: 3 of 40 items. …"; null when every item was understood. */
export function describeUnclear(incidents: readonly ParsedIncident[]): string | null {
  const unclear = incidents.filter((incident) => incident.unclear !== null).length
  if (unclear === 0) return null
  return `Could not interpret ${unclear} of ${formatCount(incidents.length, 'item', 'items')}. They are kept as notices and not counted.`
}

/** A document ready to be stored: cleaned, limited in size, hashed, each incident once. */
export interface NormalisedDocument {
  incidents: NormalisedIncident[]
  /** Ids of incidents whose own addresses answer 404 or 410. */
  gone: string[]
  components: ComponentName[]
  completeness: Completeness
  kinds: Kind[]
  covers: { from: Date; to: Date } | null
  declared: { incidentCount: number; since: Date | null } | null
  indicator: string | null
  /** The components that the document lists as not operational, beside its indicator. */
  componentsOut: ComponentState[]
  reach: Reach | null
  /**
   * The start of the oldest incident listed, without maintenance in a list of the newest; null when no incident has a
   * date.
   */
  oldestAt: Date | null
  /** The newest posted time, or without updates the newest time of any kind; null when there is none. */
  newestAt: Date | null
  warnings: string[]
  quarantined: QuarantinedItem[]
  /** Whether the same bytes, read later, say something else. */
  dependsOnReadAt: boolean
}

/** What a document says of its source as a whole. */
export type SourceFacts = Pick<NormalisedDocument, 'kinds' | 'declared' | 'indicator' | 'componentsOut'>

/**
 * Normalises what an adapter has parsed. An incident that cannot be stored goes to quarantine, and the others are kept.
 * Throws ParseError for a document with more incidents than `MAX_INCIDENTS`.
 */
export function normaliseDocument(parsed: ParsedDocument): NormalisedDocument {
  if (parsed.incidents.length > MAX_INCIDENTS) {
    throw new ParseError(`The document lists ${parsed.incidents.length} incidents; the limit is ${MAX_INCIDENTS}.`)
  }
  const warnings = parsed.warnings.map(
    ({ path, message, value }) => `${path}: ${message}${value === null ? '' : ` (${value.slice(0, 200)})`}`,
  )
  const unclear = describeUnclear(parsed.incidents)
  if (unclear !== null) warnings.unshift(unclear)
  const quarantined = [...parsed.quarantined]
  const byId = new Map<string, NormalisedIncident>()
  const components = new Map(parsed.components.map((component) => [component.externalId, toComponentName(component)]))
  for (const incident of parsed.incidents) {
    const complaint = findComplaint(incident)
    if (complaint !== null) {
      quarantined.push(toQuarantine(incident, complaint))
      continue
    }
    const normalised = normaliseIncident(incident, warnings)
    const duplicate = byId.get(normalised.externalId)
    if (duplicate !== undefined)
      warnings.push(`incident ${normalised.externalId}: listed twice; the one modified last counts`)
    if (duplicate === undefined || (normalised.modifiedAt?.getTime() ?? 0) >= (duplicate.modifiedAt?.getTime() ?? 0)) {
      byId.set(normalised.externalId, normalised)
    }
    for (const component of incident.components) {
      if (!components.has(component.externalId)) components.set(component.externalId, toComponentName(component))
    }
  }
  return {
    incidents: [...byId.values()],
    gone: [],
    components: [...components.values()],
    completeness: parsed.completeness,
    kinds: parsed.kinds,
    covers: parsed.covers,
    declared: parsed.declared,
    ...overallOf(parsed),
    // The document lists quarantined incidents too.
    reach: quarantined.length === 0 ? parsed.reach : null,
    ...findBounds(parsed),
    warnings,
    quarantined: quarantined.map((item) => ({
      ...item,
      raw: cleanText(item.raw).slice(0, 65_536),
      reason: cleanText(item.reason),
    })),
    dependsOnReadAt: parsed.dependsOnReadAt ?? false,
  }
}

/** The platform's overall indicator and the components that it lists as not operational; empty without an indicator. */
export function overallOf({
  page,
  components,
}: ParsedDocument): Pick<NormalisedDocument, 'indicator' | 'componentsOut'> {
  const indicator = cleanText(page?.indicator ?? null)
  if (indicator === null) return { indicator, componentsOut: [] }
  const states = components.flatMap(({ name, group, sourceStatus }) =>
    sourceStatus === null ? [] : { name: cleanText(name), group: cleanText(group), status: cleanText(sourceStatus) },
  )
  return { indicator, componentsOut: listComponentsOut(states) }
}

/** A normalised document that only reports these incidents as gone. */
export function goneDocument(externalIds: string[]): NormalisedDocument {
  return {
    incidents: [],
    gone: externalIds,
    components: [],
    completeness: 'gone',
    kinds: [],
    covers: null,
    declared: null,
    indicator: null,
    componentsOut: [],
    reach: null,
    oldestAt: null,
    newestAt: null,
    warnings: [],
    quarantined: [],
    dependsOnReadAt: false,
  }
}

function normaliseIncident(incident: ParsedIncident, warnings: string[]): NormalisedIncident {
  const content: IncidentContent = {
    ...mapFields((name) => cleanField(incident[name])),
    components: toContentComponents(incident),
  }
  const normalised = {
    externalId: incident.externalId,
    otherIds: incident.otherIds.filter((id) => id !== incident.externalId),
    content,
    modifiedAt: incident.modifiedAt,
    updates: normaliseUpdates(incident, warnings),
    updatesComplete: incident.updatesComplete,
    updateIdsDerived: incident.updateIdsDerived ?? false,
    endIsLastChange: incident.endIsLastChange ?? false,
    isFallback: incident.isFallback ?? false,
  }
  return { ...normalised, fullHash: digest(normalised) }
}

function cleanField(value: IncidentFields[FieldName]): unknown {
  if (typeof value === 'string') return cleanText(value)
  return Array.isArray(value) ? value.map((text) => cleanText(text)).sort() : value
}

function toContentComponents(incident: ParsedIncident): IncidentContent['components'] {
  if (incident.components.length === 0) return []
  const byId = new Map(
    incident.components.map(({ externalId, sourceStatus, from, to }) => [
      externalId,
      { externalId, sourceStatus: cleanText(sourceStatus), from, to },
    ]),
  )
  return [...byId.values()].sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
}

function normaliseUpdates(incident: ParsedIncident, warnings: string[]): Normalised<UpdateContent>[] {
  const byId = new Map<string, Normalised<UpdateContent>>()
  let previous: ParsedUpdate | undefined
  let position = 0
  for (const update of incident.updates) {
    position = previous?.postedAt.getTime() === update.postedAt.getTime() ? position + 1 : 0
    previous = update
    const content: UpdateContent = {
      status: update.status,
      sourceStatus: cleanText(update.sourceStatus),
      postedAt: update.postedAt,
      body: cleanText(update.body),
      isMarkdown: update.format === 'markdown',
      position,
      componentChanges: update.componentChanges.map(({ externalId, name, from, to }) => ({
        externalId: cleanText(externalId),
        name: cleanText(name),
        from: cleanText(from),
        to: cleanText(to),
      })),
    }
    const { externalId, modifiedAt } = update
    if (byId.has(externalId))
      warnings.push(`incident ${incident.externalId}: update ${externalId} is listed twice; the last one counts`)
    byId.set(externalId, { externalId, content, modifiedAt })
  }
  return [...byId.values()]
}

export function toComponentName({ externalId, name, group }: ComponentName): ComponentName {
  return { externalId, name: cleanText(name), group: cleanText(group) }
}

function toQuarantine(incident: ParsedIncident, reason: string): QuarantinedItem {
  return {
    path: `incident "${cleanText(incident.title).slice(0, 80)}"`,
    externalId: incident.externalId.slice(0, 500) || null,
    reason,
    // An invalid Date throws in `toJSON`.
    raw: JSON.stringify(incident, (_, value) => (typeof value === 'string' ? value.slice(0, 65_536) : value)),
  }
}

/**
 * Maintenance is announced months ahead and can last months: in a list of the newest it does not show how far the list
 * reaches back.
 */
function findBounds({ incidents, completeness }: ParsedDocument): { oldestAt: Date | null; newestAt: Date | null } {
  let oldest = Number.POSITIVE_INFINITY
  let newestPosted = Number.NEGATIVE_INFINITY
  let newest = Number.NEGATIVE_INFINITY
  for (const incident of incidents) {
    const first = incident.updates[0]?.postedAt
    const last = incident.updates.at(-1)?.postedAt
    if (completeness !== 'newest' || incident.kind !== 'maintenance') {
      oldest = Math.min(
        oldest,
        known(incident.statedStartedAt, oldest),
        known(first, oldest),
        known(incident.scheduledFrom, oldest),
      )
    }
    newestPosted = Math.max(newestPosted, known(last, newestPosted))
    newest = Math.max(
      newest,
      known(incident.statedStartedAt, newest),
      known(incident.statedEndedAt, newest),
      known(incident.modifiedAt, newest),
      known(incident.startedAfter, newest),
      known(incident.startedBefore, newest),
    )
  }
  return { oldestAt: toDate(oldest), newestAt: toDate(newestPosted) ?? toDate(newest) }
}

function known(date: Date | null | undefined, otherwise: number): number {
  const time = date?.getTime()
  return time === undefined || Number.isNaN(time) ? otherwise : time
}

function toDate(time: number): Date | null {
  return Number.isFinite(time) ? new Date(time) : null
}

/** A document without any time is ordered before all others. */
const BEFORE_ALL = new Date(0)

/**
 * The time by which observations are ordered: the read time, or else the newest time in the document, at most `now`.
 */
export function observedAtOf({ newestAt, declared }: NormalisedDocument, readAt: Date | null, now: Date): Date {
  const time = readAt ?? newestAt ?? declared?.since ?? BEFORE_ALL
  return time < now ? time : now
}

/** Every id that a document names, including incidents that it reports as gone. */
export function listedIds({ incidents, gone }: NormalisedDocument): Set<string> {
  const ids = new Set(gone)
  for (const { externalId, otherIds } of incidents) {
    ids.add(externalId)
    for (const id of otherIds) ids.add(id)
  }
  return ids
}

/**
 * The fields are joined one by one because serialising dates and objects as JSON is the most expensive step here.
 * Fields are separated by U+0000, which no cleaned text contains.
 */
function digest({
  content,
  modifiedAt,
  updates,
  updatesComplete,
  updateIdsDerived,
}: Omit<NormalisedIncident, 'fullHash'>): string {
  const parts = [toText(content), timeOf(modifiedAt), updatesComplete, updateIdsDerived]
  for (const update of updates) parts.push(update.externalId, toText(update.content), timeOf(update.modifiedAt))
  return hash('sha256', parts.join('\0'), 'base64url')
}

function toText(content: IncidentContent | UpdateContent): string {
  let text = ''
  for (const field in content) {
    const value = content[field as keyof typeof content] as unknown
    // Null differs from an empty text.
    if (value === null) text += '\0'
    else if (typeof value !== 'object') text += value
    else if (value instanceof Date) text += value.getTime()
    else if ((value as unknown[]).length > 0) text += JSON.stringify(value)
    text += '\0'
  }
  return text
}

function timeOf(date: Date | null): number | null {
  return date === null ? null : date.getTime()
}
