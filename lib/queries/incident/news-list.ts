import { queryRows } from '#lib/database/client.ts'
import { earlier, later } from '#lib/domain/instant.ts'
import { DEFAULT_WINDOW } from '#lib/domain/window.ts'
import { matchesFilter, startsInWindow } from '#lib/queries/incident-filter.ts'
import {
  incidentColumns,
  incidentTables,
  type StoredRow,
  toIncidentView,
  withReach,
} from '#lib/queries/incident-row.ts'
import { listCondition } from '#lib/queries/incidents.ts'
import type { FeedEntry } from '#lib/queries/schemas.ts'
import { ofVendors, type Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'
import { withExpected } from './expected.ts'

/** An incident's place in a feed, whose order is by `newsAt` and row id. */
export interface NewsPlace {
  id: bigint
  newsAt: Date
}

/**
 * What was withdrawn or corrected away stays: its readers have to hear of it. The default window does not apply, since it moves with
 * the clock; as of a moment of the past, the list is the one of the page.
 */
export function isListed(scope: Scope): Prisma.Sql {
  const { vendorIds, filter, window } = scope
  if (filter.asOf !== null) return listCondition(scope)
  const inTime = filter.window === DEFAULT_WINDOW ? Prisma.sql`TRUE` : startsInWindow(window)
  return Prisma.sql`
    ${ofVendors(vendorIds)} AND ${matchesFilter(filter, vendorIds, { withExcluded: true })} AND ${inTime}`
}

/** With its corrections that hold, in the order in which they were made; times are ISO text. */
type CorrectedRow = StoredRow & { corrections: { field: string; reason: string; at: string }[] }

/** What these incidents say in a feed, the last said first; `withForecasts`: what was expected of open ones when that was said. */
export async function readEntries(
  ids: readonly bigint[],
  { filter, asOf, past }: Scope,
  { withForecasts }: { withForecasts: boolean },
): Promise<FeedEntry[]> {
  if (ids.length === 0) return []
  const stored = await queryRows<CorrectedRow[]>(Prisma.sql`
    SELECT ${incidentColumns}, (
      SELECT coalesce(json_agg(json_build_object('field', field, 'reason', reason, 'at', created_at) ORDER BY id), '[]')
      FROM corrections WHERE incident_id = i.id AND revoked_at IS NULL
    ) AS corrections
    FROM ${incidentTables} WHERE i.id = ANY(${ids}::bigint[]) ORDER BY i.news_at DESC, i.id DESC`)
  const rows = await withReach(stored)
  const saidAt = new Map<string, Date>()
  const entries = rows.map((row) => {
    // An end that only a duplicate states may be later than anything said here.
    const said = row.duplicateEndedAt === null ? row.newsAt : later(row.newsAt, row.duplicateEndedAt)
    const at = filter.asOf === null ? said : earlier(said, asOf)
    saidAt.set(row.id, at)
    return {
      ...toIncidentView({ ...row, reach: null }, at),
      corrections: row.corrections.map((said) => ({
        field: said.field,
        reason: said.reason,
        correctedAt: new Date(said.at),
      })),
    }
  })
  return withForecasts ? await withExpected(entries, ({ id, newsAt }) => saidAt.get(id) ?? newsAt, past) : entries
}
