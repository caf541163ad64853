import { isSame } from '#lib/database/equal-json.ts'
import { MAX_CHANGES } from '#lib/domain/site/run-diff.ts'
import type { UpdateState } from './apply-observation.ts'
import type { StoredIncident } from './load-state.ts'
import { isNoise } from './noise.ts'
import type { Written } from './write-incidents.ts'

export type ChangeKind =
  | 'created'
  | 'changed'
  | 'withdrawn'
  | 'returned'
  | 'updateAdded'
  | 'updateChanged'
  | 'updateWithdrawn'
  | 'updateReturned'
  | 'figure'

/** One change that a run made or would make, stored with the run and shown to admins. */
export interface Change {
  /** Public id; null for a figure of the vendor. */
  incident: string | null
  title: string | null
  change: ChangeKind
  /** The update's id if the change is about an update. */
  update: string | null
  field: string | null
  before: unknown
  /** Of a created incident `{ startedAt, endedAt, basis }`; of a new update its text. */
  after: unknown
}

export interface Counts {
  created: number
  updated: number
  unchanged: number
  withdrawn: number
}

const MAX_VALUE_LENGTH = 2_000

/** The visible changes of the written incidents. Writes that nobody can see are no change. */
export function describeChanges(written: Written[]): Change[] {
  return written.flatMap(describeIncident)
}

/**
 * Counts incidents; `withdrawn` also counts updates, whose incidents are not updated by that alone. Listed incidents without a
 * change are unchanged; `others` are the public ids of those that were not listed.
 */
export function countChanges(changes: Change[], listedCount: number, others: ReadonlySet<string> = new Set()): Counts {
  const created = new Set<string | null>()
  const listed = new Set<string | null>()
  const changed = new Set<string | null>()
  let withdrawn = 0
  for (const { change, incident } of changes) {
    if (isWithdrawal(change)) withdrawn += 1
    // The first import of a long history creates everything: one set is built, not three.
    if (change === 'created') created.add(incident)
    else if (change !== 'withdrawn') listed.add(incident)
    if (change !== 'created' && !isWithdrawal(change)) changed.add(incident)
  }
  const isListed = (id: string | null) => id === null || !others.has(id)
  return {
    created: created.size,
    updated: countOf(changed, (id) => !created.has(id)),
    unchanged: Math.max(
      0,
      listedCount - countOf(created, isListed) - countOf(listed, (id) => isListed(id) && !created.has(id)),
    ),
    withdrawn,
  }
}

function countOf(ids: ReadonlySet<string | null>, counts: (id: string | null) => boolean): number {
  let count = 0
  for (const id of ids) if (counts(id)) count += 1
  return count
}

function isWithdrawal(change: ChangeKind): boolean {
  return change === 'withdrawn' || change === 'updateWithdrawn'
}

/** At most 500 changes, with long texts cut, as they are stored with a run: figures come first. */
export function abridge(changes: Change[]): Change[] {
  return changes
    .toSorted((a, b) => Number(b.change === 'figure') - Number(a.change === 'figure'))
    .slice(0, MAX_CHANGES)
    .map((change) => ({ ...change, before: cut(change.before), after: cut(change.after) }))
}

function describeIncident({ row, before, updates }: Written): Change[] {
  const { incident, publicId } = row
  const about = {
    incident: publicId,
    title: incident.live.content.title,
    update: null,
    field: null,
    before: null,
    after: null,
  }
  if (before === null) {
    const { startedAt, endedAt, basis } = row
    return [{ ...about, change: 'created', after: { startedAt, endedAt, basis } }]
  }
  return [
    ...describeFields(before.content, incident.live.content).map(
      (fields): Change => ({ ...about, ...fields, change: 'changed' }),
    ),
    ...describeFields(before.span, { startedAt: row.startedAt, endedAt: row.endedAt, basis: row.basis }).map(
      (fields): Change => ({ ...about, ...fields, change: 'changed' }),
    ),
    ...describeWithdrawal(before.withdrawnAt, row.withdrawnAt).map((fields): Change => ({ ...about, ...fields })),
    ...updates.flatMap((update) => describeUpdate(update, before).map((fields): Change => ({ ...about, ...fields }))),
  ]
}

function describeUpdate(update: UpdateState, before: StoredIncident): (Partial<Change> & Pick<Change, 'change'>)[] {
  const { externalId } = update
  const known = before.updates.get(update.id ?? '')
  if (known === undefined) return [{ change: 'updateAdded', update: externalId, after: update.live.content.body }]
  const withdrawal = describeWithdrawal(known.withdrawnAt, update.withdrawnAt).map(({ change, before, after }) => ({
    change: change === 'withdrawn' ? ('updateWithdrawn' as const) : ('updateReturned' as const),
    update: externalId,
    before,
    after,
  }))
  const edits = describeFields(known.content, update.live.content).map((fields) => ({
    ...fields,
    change: 'updateChanged' as const,
    update: externalId,
  }))
  return [...edits, ...withdrawal]
}

function describeFields<T extends object>(before: T, after: T): { field: string; before: unknown; after: unknown }[] {
  return (Object.keys(after) as (keyof T & string)[])
    .filter((field) => !isSame(before[field], after[field]) && !isNoise(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }))
}

function describeWithdrawal(before: Date | null, after: Date | null) {
  if ((before === null) === (after === null)) return []
  return [{ change: after === null ? ('returned' as const) : ('withdrawn' as const), before, after }]
}

function cut(value: unknown): unknown {
  return typeof value === 'string' && value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)} …` : value
}
