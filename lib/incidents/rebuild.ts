import type { Completeness } from '#lib/adapters/adapter.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { Verdict } from '#lib/documents/store-read.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { countBefore, type ReadTimes, readAt } from '#lib/domain/read-times.ts'
import { applyObservation, type Observation, type SourceState } from './apply-observation.ts'

/** An observation as it is stored, with what is known of its document without the body. */
export interface StoredObservation extends ReadTimes {
  documentId: string
  sha256: string
  url: string | null
  verdict: Verdict
  hasBody: boolean
  /** The last read of the document, in this observation or another; null when it came without a read time. */
  readAt: Date | null
  completeness: Completeness | null
  kinds: Kind[]
  listedCount: number
  /** The ids that it lists; empty unless observations were requested by id. */
  listed: string[]
}

/**
 * A source's observations in the order of (first read, sha256): all of them, or the accepted ones that say something
 * about these incidents, even that they are not listed.
 */
export async function listObservations(
  tx: Transaction,
  sourceId: number,
  { of, ids }: { of: 'all' | 'accepted'; ids: Set<string> | null },
): Promise<StoredObservation[]> {
  const { rows } = await tx.query<StoredObservation>(
    `select o.document_id as "documentId", d.sha256, d.url, o.verdict, d.body is not null as "hasBody", d.completeness,
       coalesce(d.summary->'kinds', '[]') as kinds, cardinality(d.listed) as "listedCount",
       case when $3::text[] is null then '{}' else d.listed end as listed,
       o.first_observed_at as "firstAt", o.last_observed_at as "lastAt", o.read_count as "readCount",
       o.recent_gaps as "recentGaps", coalesce(d.last_read_at, case when o.read_count > 0 then o.last_observed_at end) as "readAt"
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and ($2 = 'all' or o.verdict = 'accepted')
       and ($3::text[] is null or d.completeness = 'whole' or d.listed && $3)
     order by o.first_observed_at, d.sha256`,
    [sourceId, of, ids === null ? null : [...ids]],
  )
  return rows
}

export interface ObservationReader {
  /** Called once for each observation when its first read is due; false skips the observation. */
  admit: (observation: StoredObservation) => Promise<boolean>
  /** What a document says; called for each read that may change something. */
  read: (observation: StoredObservation) => Promise<Omit<Observation, 'observedAt'>>
}

/**
 * Applies observations in the order of (first read, sha256) to `state`, as if every single read were applied. Most
 * reads are skipped: a document changes nothing until another one has changed the state since it was last applied.
 */
export async function applyObservations(
  state: SourceState,
  observations: StoredObservation[],
  { admit, read }: ObservationReader,
): Promise<void> {
  /** How often the state has changed; and by document, the number of changes after which it had nothing to add. */
  let changes = 0
  const settledAt = new Map<string, number>()
  const isSettled = ({ documentId }: StoredObservation) => settledAt.get(documentId) === changes
  let running: StoredObservation[] = []
  let next = 0
  let now: DueRead | null = null
  for (;;) {
    const due = firstOf([
      ...(now === null
        ? []
        : running.filter((one) => !isSettled(one)).flatMap((one) => readAfter(one, now as DueRead))),
      ...observations.slice(next, next + 1).map((observation) => ({ observation, at: observation.firstAt })),
    ])
    if (due === null) return
    now = due
    const { observation, at } = due
    running = running.filter(({ lastAt }) => lastAt >= at)
    if (observation === observations[next]) {
      next += 1
      if (!(await admit(observation))) continue
      if (observation.readCount > 1) running.push(observation)
    }
    if (isSettled(observation)) continue
    if (applyObservation(state, { ...(await read(observation)), observedAt: at })) changes += 1
    settledAt.set(observation.documentId, changes)
  }
}

/** The next read to apply. */
interface DueRead {
  observation: StoredObservation
  at: Date
}

function readAfter(observation: StoredObservation, now: DueRead): DueRead[] {
  const index = countBefore(observation, now.at, { orAt: observation.sha256 <= now.observation.sha256 })
  return index < observation.readCount ? [{ observation, at: readAt(observation, index) }] : []
}

function firstOf(reads: DueRead[]): DueRead | null {
  const isBefore = (one: DueRead, other: DueRead) =>
    one.at < other.at || (+one.at === +other.at && one.observation.sha256 < other.observation.sha256)
  return reads.reduce<DueRead | null>((first, due) => (first === null || isBefore(due, first) ? due : first), null)
}
