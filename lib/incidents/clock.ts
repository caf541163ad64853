import type { Transaction } from '#lib/database/transaction.ts'
import type { NormalisedIncident } from '#lib/documents/normalise.ts'
import { isFarAhead, setStartRight } from '#lib/domain/ahead.ts'
import type { Span } from '#lib/domain/incident.ts'
import { earliestOf, toSecond } from '#lib/domain/instant.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import type { IncidentState, UpdateState } from './apply-observation.ts'

/**
 * The span by the source's own times. A start after the read that first had it is corrected (`setStartRight`). Ongoing
 * work without any time, such as an operator of Uptime Kuma starts by hand, began at the first read that had it.
 * `timeless`: instants in milliseconds at which documents without a read time were observed; their times are not
 * judged.
 */
export function readSpan(incident: IncidentState, timeless: ReadonlySet<number>): Span {
  const { content } = incident.live
  const effective = effectiveUpdates(incident)
  const span = deriveSpan({ ...content, updates: effective.map(({ live }) => live.content) })
  const { startedAt } = span
  if (span.basis === 'undated' && isUnderWay(incident) && !timeless.has(incident.firstSeenAt.getTime()))
    return { ...span, startedAt: toSecond(incident.firstSeenAt), basis: 'ongoing' }
  if (startedAt === null || startedAt <= incident.firstSeenAt) return span
  const observedAt = firstObservedAt(incident, effective, startedAt)
  if (observedAt === null || timeless.has(observedAt.getTime())) return span
  // What was announced ahead and was called over after its end began when it was to begin.
  const hasHeld = span.basis === 'reported' && span.endedAt !== null && span.endedAt <= incident.live.observedAt
  return hasHeld && isFarAhead(startedAt, observedAt) ? span : setStartRight(span, content.kind, observedAt)
}

function isUnderWay({ live: { content } }: IncidentState): boolean {
  return content.kind === 'maintenance' && (content.status === 'in_progress' || content.status === 'verifying')
}

/** The updates that have not been withdrawn, oldest first: withdrawn ones neither open nor close a span. */
export function effectiveUpdates({ updates }: IncidentState): UpdateState[] {
  return [...updates.values()].filter((update) => update.withdrawnAt === null).sort(byTime)
}

function byTime({ live: { content: a } }: UpdateState, { live: { content: b } }: UpdateState): number {
  return a.postedAt.getTime() - b.postedAt.getTime() || a.position - b.position
}

/** One warning for each incident of a document that starts further after its read than clocks can differ. */
export function describeAhead(incidents: readonly NormalisedIncident[], readAt: Date): string[] {
  return incidents.flatMap(({ externalId, content: { kind, statedStartedAt, scheduledFrom }, updates }) => {
    if (kind !== 'incident') return []
    const times = [statedStartedAt, ...updates.map(({ content }) => content.postedAt)]
    const startedAt = earliestOf(times) ?? scheduledFrom
    if (startedAt === null || startedAt.getTime() === scheduledFrom?.getTime() || !isFarAhead(startedAt, readAt))
      return []
    return `incident ${externalId}: starts at ${startedAt.toISOString()}, which is after the read; kept as a notice until the start can be interpreted`
  })
}

/** When the source first stated that start; null where it follows from a plan alone. */
function firstObservedAt(incident: IncidentState, effective: readonly UpdateState[], startedAt: Date): Date | null {
  const isStart = (time: Date | null) => time !== null && toSecond(time).getTime() === startedAt.getTime()
  const said = effective
    .filter(({ live }) => isStart(live.content.postedAt))
    .map((update) => saidSince(update, 'postedAt'))
  if (isStart(incident.live.content.statedStartedAt)) said.push(saidSince(incident, 'statedStartedAt'))
  return earliestOf(said)
}

/** When a field first had its present value. */
function saidSince({ revisions, firstSeenAt }: IncidentState | UpdateState, field: string): Date {
  return revisions.findLast((revision) => revision.field === field)?.seenAt ?? firstSeenAt
}

/**
 * The instants, of those that `readSpan` may judge these incidents by, at which a document without a read time was
 * observed. Queries the database only if work is ongoing or a time lies after the first read that had it. The read must
 * be stored.
 */
export async function findTimeless(
  tx: Transaction,
  sourceId: number,
  incidents: readonly IncidentState[],
): Promise<Set<number>> {
  const instants = new Set<number>()
  for (const incident of incidents) {
    const { statedStartedAt } = incident.live.content
    if (isUnderWay(incident)) instants.add(incident.firstSeenAt.getTime())
    if (statedStartedAt !== null && statedStartedAt > incident.firstSeenAt)
      instants.add(saidSince(incident, 'statedStartedAt').getTime())
    for (const update of incident.updates.values())
      if (update.live.content.postedAt.getTime() > update.firstSeenAt.getTime())
        instants.add(saidSince(update, 'postedAt').getTime())
  }
  if (instants.size === 0) return instants
  const { rows } = await tx.query<{ at: Date }>(
    `select distinct first_observed_at as at from observations
     where source_id = $1 and read_count = 0 and first_observed_at = any($2)`,
    [sourceId, [...instants].map((ms) => new Date(ms))],
  )
  return new Set(rows.map(({ at }) => at.getTime()))
}
