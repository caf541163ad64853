import { notifyChange } from '#lib/database/change.ts'
import { lockSource, lockVendor, type Transaction } from '#lib/database/transaction.ts'
import { describeDocument, type KeptDocument, summarise } from '#lib/documents/document.ts'
import { type NormalisedDocument, observedAtOf } from '#lib/documents/normalise.ts'
import { type Placed, placeRead } from '#lib/documents/observations.ts'
import { toRead } from '#lib/documents/store-read.ts'
import type { Kind } from '#lib/domain/incident.ts'
import type { Source } from '#lib/sources/source.ts'
import { noOrphans, type Orphans, removeOrphans } from './adopt.ts'
import { applyObservation, emptyState, type Observation, toObservation } from './apply-observation.ts'
import { type Change, type Counts, countChanges, describeChanges } from './changes.ts'
import { writeComponentNames } from './components.ts'
import { extendStoredCoverage, rebuildCoverage } from './coverage.ts'
import { settleDedupStatus } from './deduplicate.ts'
import { findUnsettled } from './departures.ts'
import { markForecastsDue } from './forecasts/vendor-forecasts.ts'
import { findNamesakes, type Loaded, loadIncidents } from './load-state.ts'
import { carryCorrections } from './match-moved.ts'
import { writeMentions } from './mentions.ts'
import { type LiveRead, raiseNews } from './raise-news.ts'
import { rebuildIncidents } from './rebuild-incidents.ts'
import { rememberSourceFacts, settleSourceFacts } from './source-facts.ts'
import { writeIncidents } from './write-incidents.ts'

export interface StoreInput {
  source: Source
  document: KeptDocument
  normalised: NormalisedDocument
  /** Null for a document imported without a read time. */
  readAt: Date | null
  /** The poll interval that is in force from this read on. */
  intervalSeconds: number
  now: Date
  /** Whether it was read now, at an address that is followed, and raises events if it is the latest. */
  isLive: boolean
}

export interface Stored extends Counts {
  verdict: 'accepted' | 'suspicious'
  /** The number of incidents in the previous list; null when there was none. */
  previousCount: number | null
  changes: Change[]
}

/**
 * Applies one document to its source's incidents and updates everything that follows: components, mentions, coverage,
 * dedup status. All of it runs in the caller's transaction. Applying the same document again writes only the
 * observation. A document that is earlier than a known one gives the same result as if it had come in time. A
 * suspicious document changes nothing.
 */
export async function storeIncidents(tx: Transaction, input: StoreInput): Promise<Stored> {
  const { source, document, normalised, readAt, intervalSeconds, now, isLive } = input
  await lockSource(tx, source.id)
  const observedAt = observedAtOf(normalised, readAt, now)
  const observation = toObservation(normalised, observedAt, document.sha256)
  await describeDocument(tx, document.id, { normalised, listed: observation.lists, observedAt, readAt })
  const placed = await placeRead(tx, {
    ...toRead(input, observedAt),
    completeness: normalised.completeness,
    listedCount: observation.lists.size,
  })
  const { verdict, previousCount } = placed
  if (verdict === 'suspicious') {
    return { verdict, previousCount, changes: [], created: 0, updated: 0, unchanged: 0, withdrawn: 0 }
  }

  await writeComponentNames(tx, source.id, normalised.components, { mayRename: placed.isLatest })
  const applied = placed.isLatest
    ? await applyLatest(tx, source, observation)
    : await rebuildIncidents(tx, source, observation, placed.rejudged)
  const settle = () => settleSource(tx, { source, normalised, placed, observedAt, readAt })
  const others = await loadUnsettled(tx, source.id, applied, {
    documentIds: [document.id, ...placed.rejudged],
    at: observedAt,
    isLate: !placed.isLatest,
  })
  const live =
    isLive && readAt !== null && placed.isLatest ? { readAt, intervalSeconds, hasBeenRead: placed.hasBeenRead } : null
  const changes = await storeState(tx, source, applied, { settle, live })
  return { verdict, previousCount, changes, ...countChanges(changes, normalised.incidents.length, others) }
}

/** Adds the incidents that the document does not mention but whose departure it may change. Returns their public ids. */
async function loadUnsettled(
  tx: Transaction,
  sourceId: number,
  { state, stored }: Loaded,
  documents: Parameters<typeof findUnsettled>[2],
): Promise<Set<string>> {
  const ids = await findUnsettled(tx, sourceId, documents)
  const others = new Set<string>()
  if (ids.length === 0) return others
  const loaded = await loadIncidents(tx, sourceId, ids)
  for (const [externalId, incident] of loaded.state.incidents) {
    const row = loaded.stored.get(incident.id ?? '')
    if (row === undefined || stored.has(incident.id ?? '')) continue
    state.incidents.set(externalId, incident)
    stored.set(incident.id ?? '', row)
    others.add(row.publicId)
  }
  return others
}

/**
 * Settles the incidents that a document read again does not list: its silence may be believed only now. Notifies the page
 * caches if it changed one, or if `factsChanged`. Returns what changed.
 */
export async function settleRepeat(
  tx: Transaction,
  source: Source,
  {
    documentId,
    at,
    factsChanged,
    live,
  }: { documentId: string; at: Date; factsChanged: boolean; live: LiveRead | null },
): Promise<Change[]> {
  const unsettled = { state: emptyState(), stored: new Map(), orphans: noOrphans() }
  const others = await loadUnsettled(tx, source.id, unsettled, { documentIds: [documentId], at, isLate: false })
  if (others.size === 0 && !factsChanged) return []
  return await storeState(tx, source, unsettled, { settle: async () => factsChanged, live })
}

/**
 * Writes a state, of one document, of those that concern some incidents, or of all, and everything that follows from
 * it. `settle` writes what is known of the source as a whole and returns whether a visitor could see the difference. Events are
 * raised for a `live` read alone.
 */
export async function storeState(
  tx: Transaction,
  source: Source,
  { state, stored, orphans }: Loaded & { orphans: Orphans },
  { settle, live = null }: { settle: () => Promise<boolean>; live?: LiveRead | null },
): Promise<Change[]> {
  const written = await writeIncidents(tx, source, state.incidents.values(), stored)
  await removeOrphans(tx, orphans)
  await writeMentions(tx, written)
  const factsChanged = await settle()
  const changes = describeChanges(written)
  const isVisible = changes.length > 0 || factsChanged || orphans.incidents.length > 0
  await settleVendor(tx, source, isVisible)
  if (live !== null) await raiseNews(tx, source, written, live)
  return changes
}

/** The common case: the document is the latest, so only what differs from the stored state is loaded. */
async function applyLatest(
  tx: Transaction,
  source: Source,
  observation: Observation,
): Promise<Loaded & { orphans: Orphans }> {
  const affected = await findAffected(tx, source, observation)
  const loaded = await loadIncidents(tx, source.id, affected.ids)
  applyObservation(loaded.state, { ...observation, incidents: affected.incoming })
  return { ...loaded, orphans: noOrphans() }
}

/**
 * The incoming incidents that differ from the stored ones, and the ids of the incidents that they, or their absence,
 * may change.
 */
async function findAffected(tx: Transaction, source: Source, observation: Observation) {
  const isWhole = observation.wholeOf.length > 0
  const { rows } = await tx.query<
    [externalId: string, hash: string, isWithdrawn: boolean, hasLeft: boolean, kind: Kind, otherId: string | null]
  >({
    // Rows as arrays: for an unchanged document this is all that is read.
    rowMode: 'array',
    text: `select i.external_id, i.content_hash, i.withdrawn_at is not null or i.left_at is not null, i.left_at is not null,
             i.source_kind, k.external_id
           from incidents i left join incident_keys k on k.incident_id = i.id
           where i.source_id = $1 and ($3 or i.external_id = any($2) or k.external_id = any($2))`,
    values: [source.id, [...observation.lists], isWhole],
  })
  const known = new Map<string, { hash: string; isWithdrawn: boolean }>()
  const missing = new Set<string>()
  for (const [id, hash, isWithdrawn, hasLeft, kind, otherId] of rows) {
    known.set(id, { hash, isWithdrawn })
    if (otherId !== null) known.set(otherId, { hash, isWithdrawn })
    if (isWhole && (!isWithdrawn || hasLeft) && observation.wholeOf.includes(kind)) missing.add(id)
  }
  const incoming = observation.incidents.filter((incident) => {
    const row = known.get(incident.externalId)
    const isNewName = incident.otherIds.some((id) => !known.has(id))
    return row === undefined || row.isWithdrawn || row.hash !== incident.fullHash || isNewName
  })
  const unknown = incoming.filter(({ externalId }) => !known.has(externalId))
  const ids = new Set(observation.gone)
  for (const { externalId, otherIds } of incoming) for (const id of [externalId, ...otherIds]) ids.add(id)
  for (const id of await findNamesakes(tx, source.id, unknown)) ids.add(id)
  for (const id of missing) if (!observation.lists.has(id)) ids.add(id)
  return { incoming, ids }
}

async function settleSource(
  tx: Transaction,
  {
    source,
    normalised,
    placed,
    observedAt,
    readAt,
  }: Pick<StoreInput, 'source' | 'normalised' | 'readAt'> & { placed: Placed; observedAt: Date },
): Promise<boolean> {
  if (!placed.isLatest) {
    await rebuildCoverage(tx, source)
    return await settleSourceFacts(tx, source.id)
  }
  const { completeness } = normalised
  const { joinedSince } = placed
  const hasReadTime = readAt !== null
  await extendStoredCoverage(tx, source, {
    completeness,
    summary: summarise(normalised),
    observedAt,
    hasReadTime,
    joinedSince,
  })
  return await rememberSourceFacts(tx, source.id, normalised, observedAt)
}

/** Recomputes what the sources of a vendor share. Notifies the page caches when visitors can see a change. */
export async function settleVendor(tx: Transaction, source: Source, isVisible: boolean): Promise<void> {
  await lockVendor(tx, source.vendorId)
  const deduplicated = await settleDedupStatus(tx, source.vendorId)
  if (deduplicated > 0) await carryCorrections(tx, source.vendorId)
  if (!isVisible && deduplicated === 0) return
  await markForecastsDue(tx, source.vendorId)
  await notifyChange(tx, source.vendorSlug)
}
