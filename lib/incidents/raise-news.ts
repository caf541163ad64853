import { eventsOf, type Happening, type ShownIncident } from '#lib/alerts/events/incident-events.ts'
import { type NewEvent, raiseEvents } from '#lib/alerts/events/raise-events.ts'
import { isSame } from '#lib/database/equal-json.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import { earlier, earliestOf } from '#lib/domain/instant.ts'
import type { Source } from '#lib/sources/source.ts'
import type { UpdateState } from './apply-observation.ts'
import { effectiveUpdates } from './clock.ts'
import type { IncidentRow } from './incident-columns.ts'
import type { StoredIncident } from './load-state.ts'
import type { Written } from './write-incidents.ts'

/** The latest read of a source, by which changes are news. */
export interface LiveRead {
  readAt: Date
  /** The poll interval in force. */
  intervalSeconds: number
  /** Whether the same address was read well before: what its first read shows is history. */
  hasBeenRead: boolean
}

/** What was posted less than this before a read is never history. */
const FRESH_MS = 30 * 60_000

/** How long before a read something may have been posted to be news. */
export function freshMsOf(intervalSeconds: number): number {
  return Math.max(FRESH_MS, 2 * intervalSeconds * 1000)
}

interface Candidate extends Written {
  happenings: Happening[]
}

/**
 * Raises the events of what a live read has changed, in the transaction that stored it. The dedup status must be settled: only
 * what counts is told, and not again what was told of a duplicate.
 */
export async function raiseNews(tx: Transaction, source: Source, written: Written[], live: LiveRead): Promise<void> {
  if (!live.hasBeenRead) return
  const { readAt } = live
  const moment = { readAt, freshMs: freshMsOf(live.intervalSeconds) }
  const candidates = written
    .map((one): Candidate => ({ ...one, happenings: eventsOf(toChange(one, readAt), moment) }))
    .filter(({ happenings }) => happenings.length > 0)
  if (candidates.length === 0) return
  const counted = await loadCounted(tx, candidates.map(idOf))
  const events = candidates.flatMap((candidate) => {
    const told = counted.get(idOf(candidate))
    return told === undefined
      ? []
      : candidate.happenings
          .filter((what) => isNews(what, candidate, told, readAt))
          .map((what) => toEvent(what, source, idOf(candidate)))
  })
  await raiseEvents(tx, events)
}

/** Raises that an admin has corrected what pages show of an incident. */
export async function raiseCorrected(tx: Transaction, source: Source, written: Written[], now: Date): Promise<void> {
  const events = written.flatMap(({ row, before }): NewEvent[] => {
    if (before === null) return []
    const fields = CORRECTED.filter((field) => !isSame(before.shown[field], row[field]))
    const what: Happening = { kind: 'corrected', detail: { fields }, happenedAt: now }
    return fields.length === 0 ? [] : [toEvent(what, source, row.incident.id as string)]
  })
  if (events.length === 0) return
  const counted = await loadCounted(
    tx,
    events.map(({ incidentId }) => String(incidentId)),
  )
  await raiseEvents(
    tx,
    events.filter(({ incidentId }) => counted.has(String(incidentId))),
  )
}

const CORRECTED = ['startedAt', 'endedAt', 'kind', 'impact', 'excluded'] as const satisfies (keyof ShownIncident)[]

interface Told {
  id: string
  /** Whether anything was told of it. */
  isKnown: boolean
  /** What was told of its duplicates in other sources. */
  ofDuplicates: AlertEventKind[]
}

/** Those of these incidents that count. */
async function loadCounted(tx: Transaction, ids: string[]): Promise<Map<string, Told>> {
  const { rows } = await tx.query<Told>(
    `select i.id, exists (select from alert_events e where e.incident_id = i.id) as "isKnown",
       array(select distinct e.kind::text from incidents d join alert_events e on e.incident_id = d.id
             where d.duplicate_of_id = i.id) as "ofDuplicates"
     from incidents i where i.id = any($1) and i.dedup_status = 'counted'`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

function isNews({ kind }: Happening, { before }: Candidate, { isKnown, ofDuplicates }: Told, readAt: Date): boolean {
  if (before === null) return !ofDuplicates.includes(kind)
  // What is over and was never told need not be taken back.
  if (kind !== 'withdrawn') return true
  const { basis, endedAt } = before.shown
  return isKnown || basis === 'ongoing' || (endedAt !== null && endedAt > readAt)
}

function toEvent(what: Happening, { id: sourceId, vendorId }: Source, incidentId: string): NewEvent {
  return { ...what, vendorId, incidentId: BigInt(incidentId), sourceId }
}

function idOf({ row }: Written): string {
  return row.incident.id as string
}

function toChange({ row, before, updates }: Written, readAt: Date) {
  const effective = effectiveUpdates(row.incident)
  const first = earliestOf(effective.map(({ live }) => live.content.postedAt))
  const startedAt = row.kind === 'maintenance' ? null : (row.startedAt ?? row.sortAt)
  return {
    before: before?.shown ?? null,
    after: row,
    postedAt: earlier(first ?? startedAt ?? readAt, readAt),
    newUpdates: effective
      .filter((update) => updates.includes(update) && isNewWord(update, before))
      .map(({ id, live }) => ({ id: id as string, postedAt: live.content.postedAt })),
    isRestated: before !== null && isRestated(row, before, updates),
  }
}

/** An update that pages did not have, or another one in its place: later, and in other words. */
function isNewWord({ id, live }: UpdateState, before: StoredIncident | null): boolean {
  const known = before?.updates.get(id ?? '')
  if (known === undefined || known.withdrawnAt !== null) return true
  return live.content.postedAt > known.content.postedAt && live.content.body !== known.content.body
}

/** A new release of ours may read another impact in the same words. */
function isRestated({ incident }: IncidentRow, before: StoredIncident, updates: UpdateState[]): boolean {
  if (updates.length > 0) return true
  return !isSame({ ...before.content, impact: null }, { ...incident.live.content, impact: null })
}
