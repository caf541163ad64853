import type { Transaction } from '#lib/database/transaction.ts'
import { append } from '#lib/domain/many.ts'
import { findInMinute, type IncidentState, type SourceState, type UpdateState } from './apply-observation.ts'
import type { Loaded } from './load-state.ts'

/** Rows that no accepted document mentions any more, after one lost its acceptance. */
export interface Orphans {
  /** Row ids. */
  incidents: string[]
  updates: string[]
}

export function noOrphans(): Orphans {
  return { incidents: [], updates: [] }
}

/**
 * Gives rebuilt incidents and updates the ids of their existing rows. With `isWhole`, every observation of them was
 * applied, and rows that are left over are orphans. Without it, left-over rows stay, since a document that could not be
 * parsed again may have mentioned them.
 */
export function adopt(fresh: SourceState, { state, stored }: Loaded, { isWhole }: { isWhole: boolean }): Orphans {
  const orphans = noOrphans()
  for (const known of state.incidents.values()) {
    const id = known.id as string
    const incident = [known.externalId, ...known.otherIds]
      .map((name) => fresh.incidents.get(name) ?? fresh.byOtherId.get(name))
      .find((found) => found !== undefined && found.id === null)
    if (incident === undefined) {
      orphans.incidents.push(id)
      stored.delete(id)
      continue
    }
    incident.id = id
    if (!isWhole) keepWhatIsKnown(incident, known)
    const left = adoptUpdates(incident, known)
    if (isWhole)
      append(
        orphans.updates,
        left.map((update) => update.id as string),
      )
    else for (const update of left) incident.updates.set(update.externalId, update)
  }
  return orphans
}

function keepWhatIsKnown(incident: IncidentState, known: IncidentState): void {
  for (const id of [known.externalId, ...known.otherIds]) if (id !== incident.externalId) incident.otherIds.add(id)
  if (known.firstSeenAt < incident.firstSeenAt) incident.firstSeenAt = known.firstSeenAt
}

/** Matches updates by id, or by minute where the row still has a derived id. Returns the rows that are left over. */
function adoptUpdates(incident: IncidentState, known: IncidentState): UpdateState[] {
  const adopted = new Set<UpdateState>()
  const unknown: UpdateState[] = []
  for (const update of known.updates.values()) {
    const rebuilt = incident.updates.get(update.externalId)
    if (rebuilt === undefined) unknown.push(update)
    else adopted.add(Object.assign(rebuilt, { id: update.id }))
  }
  return unknown.filter((update) => {
    const rebuilt = update.isIdDerived ? findInMinute(incident, update.live.content, false, adopted) : undefined
    if (rebuilt !== undefined) adopted.add(Object.assign(rebuilt, { id: update.id }))
    return rebuilt === undefined
  })
}

/** Deletes orphans: they would not exist had the documents been read in the order of their times. */
export async function removeOrphans(tx: Transaction, { incidents, updates }: Orphans): Promise<void> {
  if (incidents.length > 0) await tx.query<never>('delete from incidents where id = any($1)', [incidents])
  if (updates.length > 0) await tx.query<never>('delete from incident_updates where id = any($1)', [updates])
}
