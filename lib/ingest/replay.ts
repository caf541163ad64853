import { inTransaction, lockSource, type Transaction } from '#lib/database/transaction.ts'
import { describeDocument, readDocument } from '#lib/documents/document.ts'
import { type ComponentName, listedIds, type NormalisedDocument, observedAtOf } from '#lib/documents/normalise.ts'
import { isHistory, isSuspicious } from '#lib/documents/observations.ts'
import { keptParser } from '#lib/documents/parse-kept.ts'
import type { Verdict } from '#lib/documents/store-read.ts'
import { append } from '#lib/domain/many.ts'
import { adopt, noOrphans } from '#lib/incidents/adopt.ts'
import { emptyState, toObservation } from '#lib/incidents/apply-observation.ts'
import { countChanges } from '#lib/incidents/changes.ts'
import { writeComponentNames } from '#lib/incidents/components.ts'
import { rebuildCoverage } from '#lib/incidents/coverage.ts'
import { figuresChanged } from '#lib/incidents/figures.ts'
import { loadIncidents } from '#lib/incidents/load-state.ts'
import { applyObservations, listObservations, type StoredObservation } from '#lib/incidents/rebuild.ts'
import { settleSourceFacts } from '#lib/incidents/source-facts.ts'
import { storeState } from '#lib/incidents/store-incidents.ts'
import { emptyOutcome, type Outcome } from '#lib/runs/run.ts'
import type { Source } from '#lib/sources/source.ts'
import { findNewFormat, findStranger } from './stranger.ts'

export interface ReplayInput {
  source: Source
  dryRun: boolean
  now: Date
  /** Written in the transaction of the replay; not called in a dry run. */
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>
}

/**
 * Rebuilds a source's incidents from its stored documents with the current adapters, in order and without the network:
 * all of it or nothing. Permalinks and corrections stay. An incident that no stored document lists any more, as the
 * current adapter parses it, stays unchanged, and a warning counts it.
 */
export async function replaySource(input: ReplayInput): Promise<Outcome> {
  return await inTransaction((tx) => replay(tx, input), { dryRun: input.dryRun })
}

async function replay(tx: Transaction, { source, dryRun, now, finish }: ReplayInput): Promise<Outcome> {
  // A whole archive may take longer than one document does.
  await tx.query<never>("set local statement_timeout = '120s'; set local idle_in_transaction_session_timeout = '600s'")
  await lockSource(tx, source.id)
  const compare = await figuresChanged(tx, source.vendorId, now)
  const { fresh, outcome } = await applyKeptDocuments(tx, source, now)
  const loaded = await loadIncidents(tx, source.id, null)
  const { incidents: left } = adopt(fresh, loaded, { isWhole: false })
  if (left.length > 0) {
    outcome.warnings.push(
      `${left.length} incidents are in no stored document as the current adapter reads it; they stay as they are.`,
    )
  }
  const rebuilt = { state: fresh, stored: loaded.stored, orphans: noOrphans() }
  const settle = async () => {
    await rebuildCoverage(tx, source)
    return await settleSourceFacts(tx, source.id)
  }
  const changes = await storeState(tx, source, rebuilt, { settle })
  const figures = await compare()
  const result: Outcome = {
    ...outcome,
    ...countChanges(changes, fresh.incidents.size),
    end: changes.length + figures.length > 0 ? 'succeeded' : outcome.end,
    changes: [...figures, ...changes],
  }
  if (!dryRun) await finish(tx, result)
  return result
}

/**
 * Applies the stored documents to an empty state. Each is parsed once, and every observation gets a new verdict.
 * Counts, warnings and quarantined items are per document, however often it was read.
 */
async function applyKeptDocuments(tx: Transaction, source: Source, now: Date) {
  const outcome = emptyOutcome('unchanged')
  const fresh = emptyState()
  const parse = keptParser(tx, source)
  /** How many incidents the last accepted list of each address had. */
  const counts = new Map<string | null, number>()
  const described = new Set<string>()
  const believed = new Set<string>()
  const names = new Map<string, { component: ComponentName; at: Date }>()

  const describe = async (observation: StoredObservation, normalised: NormalisedDocument | null) => {
    const { documentId, sha256, readAt } = observation
    described.add(documentId)
    outcome.documentsRead++
    if (normalised !== null)
      await describeDocument(tx, documentId, {
        normalised,
        listed: listedIds(normalised),
        observedAt: observedAtOf(normalised, readAt, now),
        readAt,
      })
    else
      outcome.warnings.push(
        `The document ${sha256.slice(0, 12)} cannot be read by the current adapter and was skipped.`,
      )
  }
  /** A poll refused it as another platform's: a replay must not take it in. */
  const isRefused = async ({ verdict, documentId, readAt }: StoredObservation, normalised: NormalisedDocument) => {
    if (verdict !== 'failed' || [...listedIds(normalised)].some((id) => fresh.incidents.has(id))) return false
    const kept = await readDocument(tx, documentId)
    if (kept === null) return false
    const content = { ...kept, readAt }
    return (findStranger(source.platform, content) ?? (await findNewFormat(tx, source, content))) !== null
  }
  const admit = async (observation: StoredObservation): Promise<boolean> => {
    const { documentId, url, lastAt, hasBody, verdict, completeness, listedCount } = observation
    if (!hasBody) {
      if (verdict === 'accepted' && completeness !== null && isHistory(completeness)) counts.set(url, listedCount)
      return false
    }
    const parsed = await parse(observation)
    const normalised = parsed !== null && (await isRefused(observation, parsed)) ? null : parsed
    if (!described.has(documentId)) await describe(observation, normalised)
    if (normalised === null) {
      await setVerdict(tx, source.id, observation, 'failed')
      return false
    }
    const listed = listedIds(normalised).size
    const isDoubtful = isSuspicious(normalised.completeness, listed, counts.get(url) ?? null)
    await setVerdict(tx, source.id, observation, isDoubtful ? 'suspicious' : 'accepted')
    if (isDoubtful) return false
    if (isHistory(normalised.completeness)) counts.set(url, listed)
    if (!believed.has(documentId)) append(outcome.quarantined, normalised.quarantined)
    believed.add(documentId)
    for (const component of normalised.components) {
      const known = names.get(component.externalId)
      if (known === undefined || known.at <= lastAt) names.set(component.externalId, { component, at: lastAt })
    }
    return true
  }
  const read = async (observation: StoredObservation) =>
    toObservation((await parse(observation)) as NormalisedDocument, observation.firstAt, observation.sha256)

  await applyObservations(fresh, await listObservations(tx, source.id, { of: 'all', ids: null }), { admit, read })
  const components = [...names.values()].map(({ component }) => component)
  await writeComponentNames(tx, source.id, components, { mayRename: true })
  return { fresh, outcome }
}

async function setVerdict(
  tx: Transaction,
  sourceId: number,
  { documentId, firstAt, verdict }: StoredObservation,
  judged: Verdict,
): Promise<void> {
  if (verdict === judged) return
  await tx.query<never>(
    'update observations set verdict = $4 where source_id = $1 and first_observed_at = $2 and document_id = $3',
    [sourceId, firstAt, documentId, judged],
  )
}
