import { queryRows } from '#lib/database/client.ts'
import type { DayIncident } from '#lib/domain/days.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { formatInteger } from '#lib/domain/format.ts'
import { isInWindow } from '#lib/domain/history.ts'
import type { Status } from '#lib/domain/incident.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'
import { getEnv } from '#lib/env.ts'
import type { EvidenceIncident, EvidenceView } from '#lib/queries/schemas.ts'
import { type Scope, scopeOf, type VendorRow } from '#lib/queries/scope.ts'
import { historyTogether } from '#lib/queries/stack.ts'
import { describeVendors } from '#lib/queries/vendor/describe-vendors.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { incidentPath } from '#lib/url/path.ts'
import { Prisma } from '#prisma/client/client.ts'
import { readCandour } from './candour.ts'
import { listReportDocuments } from './documents.ts'
import { isIncidentReadAgain, isUpdateReadAgain, lastReads } from './read-again.ts'
import { reportFacts } from './report.ts'

/** A pack is made in memory, in well under a second up to here. */
const MAX_EVIDENCE = 5_000

/**
 * What the figures of these vendors' outages in the filter's window are computed from. Throws InvalidInputError for a window with more
 * outages than a pack holds.
 */
export async function getEvidence(
  rows: VendorRow[],
  filter: HistoryFilter,
  now: Date,
  maxOutages: number = MAX_EVIDENCE,
): Promise<EvidenceView> {
  const scope = await scopeOf(
    rows.map(({ id }) => id),
    filter,
    now,
  )
  const { window, asOf } = scope
  const described = await describeVendors(rows, scope)
  const counted = described.map(({ vendor, spans }) => {
    const carried = new Set(vendor.history.carriedOver)
    return { vendor, spans: spans.filter((span) => isInWindow(span, window) || carried.has(span.id)) }
  })
  const spans = counted.flatMap((one) => one.spans)
  if (spans.length > maxOutages)
    throw new InvalidInputError(
      `These are ${formatInteger(spans.length)} outages; an evidence pack holds ${formatInteger(maxOutages)}. Choose a shorter window, such as ${asOf.getUTCFullYear() - 1}.`,
      'window',
    )
  const [details, candourOf] = await Promise.all([readDetails(spans, scope), readCandour(scope)])
  const vendors = counted.map(({ vendor: { slug, name, history } }, index) => {
    const incidents = details.filter(({ vendor }) => vendor === slug)
    return { slug, name, history, candour: candourOf(rows[index]?.id ?? 0), incidents }
  })
  const { shared, worstDays } = reportFacts(described, scope)
  return {
    method: METHOD_VERSION,
    asOf,
    window,
    vendors,
    together: rows.length > 1 ? await historyTogether(described, scope) : null,
    sharedSeconds: shared?.seconds ?? null,
    worstDays,
    documents: await listReportDocuments(
      scope,
      vendors.flatMap(({ history }) => history.carriedOver),
    ),
  }
}

interface DetailRow {
  id: string
  vendor: string
  title: string
  sourceUrl: string | null
  withdrawnAt: Date | null
  statedStartedAt: Date | null
  statedWindow: { from: string; to: string } | null
  documentSha256: string
  readAgain: boolean
  updates: {
    readAgain: boolean
    postedAt: string
    status: Status | null
    editedAt: string | null
    withdrawnAt: string | null
    documentSha256: string
  }[]
}

/** The incidents of these spans with what else the figures take from them, oldest first. */
async function readDetails(spans: DayIncident[], scope: Scope): Promise<EvidenceIncident[]> {
  const { asOf } = scope
  const byId = new Map(spans.map((span) => [span.id, span]))
  const rows = await queryRows<DetailRow[]>(Prisma.sql`
    WITH ${lastReads(scope)}
    SELECT i.public_id AS id, v.slug AS vendor, i.title, i.source_url AS "sourceUrl", i.withdrawn_at AS "withdrawnAt",
      i.stated_started_at AS "statedStartedAt", i.stated_window AS "statedWindow", i.source_sha256 AS "documentSha256",
      ${isIncidentReadAgain(asOf)} AS "readAgain", u.updates
    FROM incidents i JOIN vendors v ON v.id = i.vendor_id JOIN reads r ON r.source_id = i.source_id CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object(
        'readAgain', ${isUpdateReadAgain(asOf)}, 'postedAt', posted_at, 'status', status, 'editedAt', edited_at,
        'withdrawnAt', withdrawn_at, 'documentSha256', source_sha256) ORDER BY posted_at, position, id), '[]') AS updates
      FROM incident_updates WHERE incident_id = i.id
    ) u
    WHERE i.public_id = ANY(${[...byId.keys()]}::text[]) ORDER BY i.sort_at, i.id`)
  return rows.flatMap(({ statedWindow, updates, ...row }) => {
    const span = byId.get(row.id)
    if (span === undefined) return []
    const { impact, basis, startedAt, endedAt, startedAfter, startedBefore, mitigatedAt } = span
    return {
      ...row,
      permalink: getEnv().PUBLIC_URL + incidentPath(row.vendor, row.id, row.title),
      ...{ impact, basis, startedAt, endedAt, startedAfter, startedBefore, mitigatedAt },
      knownUntil: span.knownUntil ?? null,
      duplicateEndedAt: span.duplicateEndedAt ?? null,
      statedWindow: statedWindow && { from: new Date(statedWindow.from), to: new Date(statedWindow.to) },
      updates: updates.map(({ postedAt, editedAt, withdrawnAt, ...update }) => ({
        ...update,
        postedAt: new Date(postedAt),
        editedAt: editedAt === null ? null : new Date(editedAt),
        withdrawnAt: withdrawnAt === null ? null : new Date(withdrawnAt),
      })),
    }
  })
}
