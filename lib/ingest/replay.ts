import { append } from '#lib/domain/many.ts'
import { adopt } from './adopt.ts'
import { countChanges, describeChanges } from './changes.ts'
import { saysAt } from './claims.ts'
import { writeComponentNames } from './components.ts'
import { rebuildCoverage } from './coverage.ts'
import { describeDocument } from './documents.ts'
import { figuresChanged } from './figures.ts'
import { emptyState, fold, listedIds, toReading } from './fold.ts'
import { loadIncidents } from './load-state.ts'
import { writeMentions } from './mentions.ts'
import { stretchesOf } from './months.ts'
import { isList, isSuspicious, storeReading } from './readings.ts'
import { parseKept } from './refold.ts'
import { emptyOutcome, type Outcome } from './runs.ts'
import { settleSourceFacts } from './source-facts.ts'
import type { Source } from './sources.ts'
import { settleVendor } from './store-incidents.ts'
import { inTransaction, lockSource, type Transaction } from './transaction.ts'
import { writeIncidents } from './write-incidents.ts'

export interface ReplayInput {
  source: Source
  dryRun: boolean
  now: Date
  /** Written in the transaction of the replay; not called in a dry run. */
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>
}

interface PastReading {
  documentId: string
  sha256: string
  url: string | null
  saidAt: Date
  readAt: Date | null
}

/**
 * Rebuilds a source's incidents from its stored documents with today's adapters, in the order in which they speak, without
 * the network: all of it or nothing. Permalinks and corrections stay. What no stored document lists any more, as today's
 * adapter reads it, stays as it is, and a warning counts it.
 */
export async function replaySource(input: ReplayInput): Promise<Outcome> {
  return await inTransaction((tx) => replay(tx, input), { isTrial: input.dryRun })
}

async function replay(tx: Transaction, { source, dryRun, now, finish }: ReplayInput): Promise<Outcome> {
  // A whole archive may take longer than one document does.
  await tx.query("set local statement_timeout = '120s'; set local idle_in_transaction_session_timeout = '600s'")
  await lockSource(tx, source.id)
  const compare = await figuresChanged(tx, source.vendorId, now)
  const outcome = emptyOutcome('unchanged')
  const fresh = emptyState()
  const past = await listPast(tx, source.id)
  const counts = new Map<string | null, number>()
  for (const reading of past) await retell(tx, source, reading, { fresh, counts, outcome, now })

  const loaded = await loadIncidents(tx, source.id, null)
  const { incidents: left } = adopt(fresh, loaded, { isWhole: false })
  if (left.length > 0) {
    outcome.warnings.push(
      `${left.length} incidents are in no stored document as it is read today; they stay as they are.`,
    )
  }
  const written = await writeIncidents(tx, source, fresh.incidents.values(), loaded.stored)
  await writeMentions(tx, written)
  await rebuildCoverage(tx, source)
  const factsChanged = await settleSourceFacts(tx, source.id)
  const changes = describeChanges(written)
  await settleVendor(tx, source, written.flatMap(stretchesOf), now, changes.length > 0 || factsChanged)
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

async function listPast(tx: Transaction, sourceId: number): Promise<PastReading[]> {
  const { rows } = await tx.query(
    `select d.id as "documentId", d.sha256, d.url, r.said_at as "saidAt", r.read_at as "readAt"
     from readings r join documents d on d.id = r.document_id
     where r.source_id = $1 and d.body is not null order by r.said_at, d.sha256`,
    [sourceId],
  )
  return rows
}

/** One reading, judged and folded as if it were new. */
async function retell(
  tx: Transaction,
  source: Source,
  reading: PastReading,
  {
    fresh,
    counts,
    outcome,
    now,
  }: { fresh: ReturnType<typeof emptyState>; counts: Map<string | null, number>; outcome: Outcome; now: Date },
): Promise<void> {
  const { documentId, sha256, url, saidAt, readAt } = reading
  const claims = await parseKept(tx, source, documentId, readAt)
  outcome.documentsRead++
  const place = { sourceId: source.id, documentId, saidAt, readAt }
  if (claims === null) {
    outcome.warnings.push(`The document ${sha256.slice(0, 12)} cannot be read by today's adapter; it is left out.`)
    return await storeReading(tx, { ...place, verdict: 'failed' })
  }
  const listedCount = listedIds(claims).size
  const isDoubtful = isSuspicious(claims.extent, listedCount, counts.get(url) ?? null)
  await describeDocument(tx, documentId, { claims, saidAt: saysAt(claims, readAt, now), readAt })
  await storeReading(tx, { ...place, verdict: isDoubtful ? 'suspicious' : 'accepted' })
  if (isDoubtful) return
  if (isList(claims.extent)) counts.set(url, listedCount)
  append(outcome.quarantined, claims.quarantined)
  await writeComponentNames(tx, source.id, claims.components, { mayRename: true })
  fold(fresh, toReading(claims, saidAt, sha256))
}
