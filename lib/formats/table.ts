import type { IncidentView } from '#lib/queries/schemas.ts'
import { type CsvValue, toCsvHead, toCsvRows } from './csv.ts'
import type { PieceFormat } from './pieces.ts'

const COLUMNS = {
  id: ({ id }) => id,
  vendor: ({ vendor }) => vendor,
  title: ({ title }) => title,
  kind: ({ kind }) => kind,
  impact: ({ impact }) => impact,
  status: ({ status }) => status,
  started_at: ({ startedAt }) => startedAt,
  ended_at: ({ endedAt }) => endedAt,
  started_after: ({ startedAfter }) => startedAfter,
  started_before: ({ startedBefore }) => startedBefore,
  duration_seconds: ({ durationSeconds }) => durationSeconds,
  duration_basis: ({ durationBasis }) => durationBasis,
  time_to_mitigate_seconds: ({ timeToMitigateSeconds }) => timeToMitigateSeconds,
  components: ({ components }) => components.join('; '),
  update_count: ({ updateCount }) => updateCount,
  withdrawn_at: ({ withdrawnAt }) => withdrawnAt,
  permalink: ({ permalink }) => permalink,
  source_url: ({ sourceUrl }) => sourceUrl,
  duration_is_minimum: ({ durationIsMinimum }) => String(durationIsMinimum),
  scheduled_from: ({ scheduledFrom }) => scheduledFrom,
  scheduled_until: ({ scheduledUntil }) => scheduledUntil,
} satisfies Record<string, (incident: IncidentView) => CsvValue>

/** A table of incidents. An empty field means that the vendor did not say. */
export function csvFormat(): PieceFormat {
  return {
    head: toCsvHead(Object.keys(COLUMNS)),
    piece: (incident) => toCsvRows([Object.values(COLUMNS).map((column) => column(incident))]),
    separator: '',
    foot: '',
  }
}
