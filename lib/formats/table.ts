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
  news_at: ({ newsAt }) => newsAt,
  excluded: ({ excluded }) => String(excluded),
  started_at_utc: ({ startedAt }) => forSpreadsheets(startedAt),
  ended_at_utc: ({ endedAt }) => forSpreadsheets(endedAt),
  scheduled_from_utc: ({ scheduledFrom }) => forSpreadsheets(scheduledFrom),
  scheduled_until_utc: ({ scheduledUntil }) => forSpreadsheets(scheduledUntil),
} satisfies Record<string, (incident: IncidentView) => CsvValue>

/** "2026-03-04 23:40:00": spreadsheets take a time with a T and a Z for text. */
function forSpreadsheets(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString().slice(0, 19).replace('T', ' ')
}

/** A table of incidents. An empty field means that the vendor did not say. */
export function csvFormat(): PieceFormat {
  return {
    head: toCsvHead(Object.keys(COLUMNS)),
    piece: (incident) => toCsvRows([Object.values(COLUMNS).map((column) => column(incident))]),
    separator: '',
    foot: '',
  }
}
