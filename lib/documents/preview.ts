import type { ParsedDocument, ParsedIncident } from '#lib/adapters/adapter.ts'
import { setStartRight } from '#lib/domain/ahead.ts'
import { maxOf, minOf } from '#lib/domain/many.ts'
import { deriveSpan, spanAt } from '#lib/domain/span.ts'

/** An incident of a source that is not saved yet, as it would appear, without ids and addresses of this site. */
export type PreviewedIncident = ReturnType<typeof previewIncident>

export interface Preview {
  /** The newest incidents. */
  preview: PreviewedIncident[]
  counts: PreviewCounts
}

/** Everything that the documents list: how much, and the first and the last known start. */
export interface PreviewCounts {
  incidents: number
  from: Date | null
  to: Date | null
}

/** Enough incidents to recognise a vendor's history. */
const MAX_PREVIEWED = 20

/**
 * The newest incidents of a source's documents, as pages would show them at `now`. An incident that two documents list
 * appears once.
 */
export function previewDocuments(documents: readonly ParsedDocument[], now: Date): Preview {
  const byId = new Map<string, ParsedIncident>()
  for (const incident of documents.flatMap(({ incidents }) => incidents)) {
    if (!byId.has(incident.externalId)) byId.set(incident.externalId, incident)
  }
  const all = [...byId.values()]
    .map((incident) => previewIncident(incident, now))
    .sort((a, b) => placeOf(b) - placeOf(a))
  const starts = all.map(({ startedAt }) => startedAt?.getTime()).filter((start) => start !== undefined)
  return {
    preview: all.slice(0, MAX_PREVIEWED),
    counts: {
      incidents: all.length,
      from: starts.length === 0 ? null : new Date(minOf(starts)),
      to: starts.length === 0 ? null : new Date(maxOf(starts)),
    },
  }
}

function previewIncident(incident: ParsedIncident, now: Date) {
  const { externalId, title, kind, impact, status, startedAfter, startedBefore, sourceUrl, components, updates } =
    incident
  const derived = deriveSpan(incident)
  const isPlan = derived.startedAt?.getTime() === incident.scheduledFrom?.getTime()
  const read = isPlan ? derived : setStartRight(derived, kind, now)
  const span = spanAt(read, now)
  const { startedAt, endedAt, basis, durationSeconds, durationIsMinimum, timeToMitigateSeconds } = span
  return {
    externalId,
    title,
    kind: read.basis === 'unclear' ? ('notice' as const) : kind,
    impact,
    status,
    startedAt,
    endedAt,
    startedAfter,
    startedBefore,
    durationSeconds,
    durationBasis: basis,
    durationIsMinimum,
    unclear: incident.unclear,
    timeToMitigateSeconds,
    components: components.map(({ group, name }) => (group === null ? name : `${group} / ${name}`)),
    sourceUrl,
    updateCount: updates.length,
    updates: updates.map(({ externalId: id, status, sourceStatus, postedAt, body }) => ({
      id,
      status,
      sourceStatus,
      postedAt,
      body,
    })),
  }
}

function placeOf({ startedAt, startedBefore, startedAfter }: PreviewedIncident): number {
  return (startedAt ?? startedBefore ?? startedAfter)?.getTime() ?? 0
}
