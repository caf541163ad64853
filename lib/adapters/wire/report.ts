import type {
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  ParseWarning,
  QuarantinedItem,
} from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { mapFields } from '#lib/domain/incident-fields.ts'
import { type Doubt, judge } from './doubt.ts'
import { cut } from './text.ts'

/** Warnings and quarantined items from reading a document. */
export interface Report {
  warnings: ParseWarning[]
  quarantined: QuarantinedItem[]
  /** What is not understood of the incident that is being read. */
  doubts: Doubt[]
  /** See `ParsedDocument`. */
  dependsOnReadAt: boolean
}

/** Anything with a path in a document; `value` is kept in case it goes to quarantine. */
export interface Located {
  readonly path: string
  readonly value: unknown
}

/**
 * Limits on one document. The largest real ones: 1,500 maintenances and 63 updates of one incident (Cloudflare, six years
 * collected). Anything beyond is an attack or an error, and is refused rather than cut: half a list is a wrong list.
 */
export const MAX_INCIDENTS = 100_000
export const MAX_UPDATES = 500
/** A page with the same oddity in every incident need not report it 20,000 times. */
const MAX_WARNINGS = 200
const MAX_VALUE_LENGTH = 200
const MAX_RAW_LENGTH = 64 * 1024

/** Thrown while reading one item, to quarantine it; reading continues with the rest of its document. */
export class UnreadableItem extends Error {}

export function createReport(): Report {
  return { warnings: [], quarantined: [], doubts: [], dependsOnReadAt: false }
}

export function warn(report: Report, path: string, message: string, value: unknown = null): void {
  if (report.warnings.length > MAX_WARNINGS) return
  if (report.warnings.length === MAX_WARNINGS) {
    report.warnings.push({
      path: '',
      message: `more than ${MAX_WARNINGS} warnings; the others are left out`,
      value: null,
    })
    return
  }
  const text =
    value === null || value === undefined ? null : typeof value === 'string' ? value : (JSON.stringify(value) ?? null)
  report.warnings.push({ path, message, value: text === null ? null : cut(text, MAX_VALUE_LENGTH) })
}

export function quarantine(report: Report, item: Located, reason: string): void {
  const raw = typeof item.value === 'string' ? item.value : (JSON.stringify(item.value) ?? '')
  report.quarantined.push({ path: item.path, externalId: idOf(item.value), reason, raw: cut(raw, MAX_RAW_LENGTH) })
}

/**
 * Reads each item with `read`; one that throws UnreadableItem goes to quarantine, and null means not an incident. One whose
 * state or times are in doubt becomes `unclear`. Of two with the same id, the one modified last stays (the later one among
 * equals), with a warning. Throws ParseError beyond MAX_INCIDENTS.
 */
export function collectIncidents<T extends Located>(
  report: Report,
  items: readonly T[],
  read: (item: T) => ParsedIncident | null,
): ParsedIncident[] {
  if (items.length > MAX_INCIDENTS)
    throw new ParseError(`lists ${items.length} incidents; at most ${MAX_INCIDENTS} are read from one document`)
  return collect(report, items, (item) => {
    report.doubts = []
    const incident = read(item)
    return incident && judge(incident, report.doubts)
  })
}

/**
 * Like `collectIncidents`, for a document with several lists (of incidents and of maintenances, for example) that share their
 * ids: an id in two lists is one incident.
 */
export function collectLists<T extends Located>(
  report: Report,
  lists: readonly { items: readonly T[]; read: (item: T) => ParsedIncident | null }[],
): ParsedIncident[] {
  const readers = new Map(lists.flatMap(({ items, read }) => items.map((item) => [item, read] as const)))
  return collectIncidents(report, [...readers.keys()], (item) => readers.get(item)?.(item) ?? null)
}

/** The result of `read` for each item; items for which it throws UnreadableItem go to quarantine. */
export function readEach<T extends Located, R>(report: Report, items: readonly T[], read: (item: T) => R): R[] {
  return items.flatMap((item) => readOrQuarantine(report, item, (one) => [read(one)]) ?? [])
}

/** The same for one incident's updates, oldest first. `complete` is false when one of them is in quarantine. */
export function collectUpdates<T extends Located>(
  report: Report,
  items: readonly T[],
  read: (item: T) => ParsedUpdate | null,
): { updates: ParsedUpdate[]; complete: boolean } {
  if (items.length > MAX_UPDATES)
    throw new UnreadableItem(`has ${items.length} updates; at most ${MAX_UPDATES} are read`)
  const before = report.quarantined.length
  const updates = collect(report, items, read)
  const complete = report.quarantined.length === before
  if (!complete) report.doubts.push({ about: 'update', text: 'one of its updates cannot be read', word: null })
  return { updates: inTimeOrder(updates), complete }
}

/** Oldest first. Entries of the same instant keep the document's order if it is oldest first, and are reversed otherwise. */
export function inTimeOrder<T extends { postedAt: Date }>(updates: readonly T[]): T[] {
  const first = updates[0]
  const last = updates.at(-1)
  const newestFirst = first !== undefined && last !== undefined && first.postedAt > last.postedAt
  const list = newestFirst ? updates.toReversed() : [...updates]
  return list.sort((a, b) => a.postedAt.getTime() - b.postedAt.getTime())
}

/**
 * Ids for updates that have none: time, the source's word and the ordinal among equals ("2025-06-12T18:05:00.000Z resolved",
 * "2025-06-12T18:05:00.000Z resolved 2"). Takes updates oldest first, so that a new entry never changes an older one's id.
 */
export function withDerivedIds<T extends Omit<ParsedUpdate, 'externalId'>>(
  updates: readonly T[],
): (T & ParsedUpdate)[] {
  const seen = new Map<string, number>()
  return updates.map((update) => {
    const key = `${update.postedAt.toISOString()} ${(update.sourceStatus ?? update.status ?? 'update').toLowerCase()}`
    const ordinal = (seen.get(key) ?? 0) + 1
    seen.set(key, ordinal)
    return { ...update, externalId: ordinal === 1 ? key : `${key} ${ordinal}` }
  })
}

/** An incident without any values. */
const UNSAID = mapFields((_, { unsaid }) => unsaid)

/** An incident with only the fields that the platform provides; everything else is null or empty. */
export function newIncident(
  known: Pick<ParsedIncident, 'externalId' | 'kind' | 'title' | 'updates' | 'updatesComplete'> &
    Partial<ParsedIncident>,
): ParsedIncident {
  return {
    otherIds: [],
    ...UNSAID,
    modifiedAt: null,
    components: [],
    ...known,
  }
}

/** A document with only the fields that the platform provides. */
export function newDocument(
  report: Report,
  known: Pick<ParsedDocument, 'incidents' | 'completeness' | 'kinds'> & Partial<ParsedDocument>,
): ParsedDocument {
  return {
    covers: null,
    reach: null,
    declared: null,
    page: null,
    components: [],
    references: [],
    ...known,
    kinds: withNotices(known),
    warnings: report.warnings,
    quarantined: report.quarantined,
    ...(report.dependsOnReadAt && { dependsOnReadAt: true }),
  }
}

/** Planned work that was called off is a notice, where a platform otherwise has none. */
function withNotices({
  kinds,
  incidents,
  completeness,
}: Pick<ParsedDocument, 'kinds' | 'incidents' | 'completeness'>): Kind[] {
  const isUntold = kinds.length > 0 && completeness !== 'open' && !kinds.includes('notice')
  return isUntold && incidents.some(({ kind }) => kind === 'notice') ? [...kinds, 'notice'] : kinds
}

function collect<T extends Located, R extends { externalId: string; modifiedAt: Date | null }>(
  report: Report,
  items: readonly T[],
  read: (item: T) => R | null,
): R[] {
  const byId = new Map<string, R>()
  for (const item of items) {
    const found = readOrQuarantine(report, item, read)
    if (found === null) continue
    const other = byId.get(found.externalId)
    if (other !== undefined) {
      warn(report, item.path, 'the same id occurs twice; the one changed last is kept', found.externalId)
      if (modifiedTime(other) > modifiedTime(found)) continue
    }
    byId.set(found.externalId, found)
  }
  return [...byId.values()]
}

function readOrQuarantine<T extends Located, R>(report: Report, item: T, read: (item: T) => R | null): R | null {
  try {
    return read(item)
  } catch (error) {
    if (!(error instanceof UnreadableItem)) throw error
    quarantine(report, item, error.message)
    return null
  }
}

function modifiedTime(item: { modifiedAt: Date | null }): number {
  return item.modifiedAt?.getTime() ?? 0
}

function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null
  return typeof value.id === 'string' || typeof value.id === 'number' ? cut(String(value.id), MAX_VALUE_LENGTH) : null
}
