import { queryRows } from '#lib/database/client.ts'
import type { Period } from '#lib/domain/incident.ts'
import { toSecond } from '#lib/domain/instant.ts'
import { incidentPath } from '#lib/url/path.ts'
import { Prisma } from '#prisma/client/client.ts'
import { withExpected } from './incident/expected.ts'
import { createPastLoader } from './incident/past-outages.ts'
import { isDated } from './incident/planned.ts'
import { readUpstreams } from './incident/upstreams.ts'
import { isOneOf, matchesFilter, overlaps, overlapsInOrder, startsInWindow } from './incident-filter.ts'
import {
  type IncidentRow,
  incidentColumns,
  incidentTables,
  listRows,
  listRowsOf,
  type StoredRow,
  toIncidentView,
  toPage,
  withReach,
} from './incident-row.ts'
import type { IncidentInFull, IncidentView, MentionView } from './schemas.ts'
import { ofVendors, type Scope } from './scope.ts'
import { countVendorsKnown } from './sources.ts'

export interface IncidentPage {
  incidents: IncidentView[]
  nextCursor: string | null
  /** Of the whole list, rather than this page. */
  total: number
}

/**
 * One page of incidents of one or several vendors in the filter's window, newest first; an undated one is placed at its later
 * bound. Throws InvalidInputError for an unreadable cursor.
 */
export async function listIncidents(scope: Scope): Promise<IncidentPage> {
  const { filter, asOf, loadReach, past } = scope
  const { rows, total } = await listRowsOf(listCondition(scope), filter, loadReach)
  const { incidents, nextCursor } = toPage(rows, filter.limit, asOf)
  return { incidents: await withExpected(incidents, asOf, past), nextCursor, total }
}

/**
 * The first `most` of what started in the scope's window, such as a day, and of what was carried over into it (public ids); and
 * whether there are more.
 */
export async function listWithCarriedOver(
  scope: Scope,
  carriedOver: readonly string[],
  most: number,
): Promise<{ incidents: IncidentView[]; hasMore: boolean }> {
  const condition = Prisma.sql`((${listCondition(scope)}) OR i.public_id = ANY(${[...carriedOver]}))`
  const { incidents, nextCursor } = toPage(await listRows(condition, null, most), most, scope.asOf)
  return { incidents, hasMore: nextCursor !== null }
}

/** The conditions on `incidents i` for that list. */
export function listCondition({ vendorIds, filter, window, asOf, forSubscribers = false }: Scope): Prisma.Sql {
  const isPresent = filter.asOf === null && window.to >= toSecond(asOf)
  const ahead =
    forSubscribers && isPresent ? Prisma.sql`OR (i.started_at >= ${window.to} AND ${isDated})` : Prisma.empty
  return Prisma.sql`
    ${ofVendors(vendorIds)} AND ${matchesFilter(filter, vendorIds, { withExcluded: forSubscribers })}
    AND (${startsInWindow(window)} ${ahead})`
}

export interface IncidentNeighbour {
  title: string
  permalink: string
}

export interface IncidentPageView extends IncidentInFull {
  /** The previous and the next one in its vendor's history. */
  previous: IncidentNeighbour | null
  next: IncidentNeighbour | null
  /** Counted outages of other vendors that overlap it, at most 20. */
  sameTime: IncidentView[]
  /** Of how many other vendors the history covers all its time: silence of the rest says nothing. Null without a start. */
  othersKnown: { known: number; unknown: number } | null
}

/** One incident with everything known about it; null for an unknown id. */
export async function getIncident(publicId: string, asOf: Date): Promise<IncidentPageView | null> {
  const found = await queryRows<(StoredRow & { source_sha256: string; vendorId: number })[]>(Prisma.sql`
    SELECT ${incidentColumns}, i.source_sha256, i.vendor_id AS "vendorId" FROM ${incidentTables} WHERE i.public_id = ${publicId}`)
  const [row] = await withReach(found)
  if (row === undefined) return null
  const span = spanOf(row, asOf)
  const view = toIncidentView(row, asOf)
  const [[incident = view], revisions, corrections, mentions, namedUpstreams, sameTime, othersKnown, previous, next] =
    await Promise.all([
      withExpected([view], asOf, createPastLoader()),
      listRevisions(row.rowId),
      listCorrections(row.rowId),
      listMentions(row.rowId),
      readUpstreams(view),
      span === null ? [] : listSameTime(row.vendorId, span, asOf),
      span && countVendorsKnown(span, { except: row.vendorId, now: asOf }),
      findNeighbour(row, 'previous'),
      findNeighbour(row, 'next'),
    ])
  return {
    ...incident,
    documentSha256: row.source_sha256,
    revisions,
    corrections,
    mentions,
    namedUpstreams,
    sameTime,
    othersKnown,
    previous,
    next,
  }
}

/**
 * Where a former public id now leads: the duplicate of an incident whose source moved, or of a sample incident. A path relative
 * to the site; null when it leads nowhere else.
 */
export async function findIncidentAlias(publicId: string): Promise<string | null> {
  const target = await findPresent(publicId)
  return target === null ? null : incidentPath(target.vendor, target.id, target.title)
}

/** The public id of that incident. */
export async function findPresentId(publicId: string): Promise<string | null> {
  return (await findPresent(publicId))?.id ?? null
}

/** A source may have moved more than once; this gives the last place. */
async function findPresent(publicId: string): Promise<{ vendor: string; id: string; title: string } | null> {
  const [target] = await queryRows<{ vendor: string; id: string; title: string }[]>(Prisma.sql`
    WITH RECURSIVE way AS (
      SELECT incident_id AS id, 1 AS step FROM incident_aliases WHERE public_id = ${publicId}
      UNION ALL
      SELECT duplicate_of_id, 1 FROM incidents WHERE public_id = ${publicId} AND dedup_status = 'superseded' AND duplicate_of_id IS NOT NULL
      UNION ALL
      SELECT i.duplicate_of_id, way.step + 1 FROM way JOIN incidents i ON i.id = way.id
      WHERE i.dedup_status = 'superseded' AND i.duplicate_of_id IS NOT NULL AND way.step < 20
    )
    SELECT v.slug AS vendor, i.public_id AS id, i.title FROM way
    JOIN incidents i ON i.id = way.id JOIN vendors v ON v.id = i.vendor_id
    WHERE i.public_id <> ${publicId} ORDER BY way.step DESC LIMIT 1`)
  return target ?? null
}

async function listRevisions(incidentId: bigint): Promise<IncidentInFull['revisions']> {
  return await queryRows<IncidentInFull['revisions']>(Prisma.sql`
    SELECT u.external_id AS "updateId", r.field, r.value, r.observed_at AS "saidAt", r.seen_at AS "seenAt", r.source_sha256 AS document
    FROM revisions r LEFT JOIN incident_updates u ON u.id = r.update_id
    WHERE r.incident_id = ${incidentId} ORDER BY r.observed_at, r.id`)
}

async function listCorrections(incidentId: bigint): Promise<IncidentInFull['corrections']> {
  return await queryRows<IncidentInFull['corrections']>(Prisma.sql`
    SELECT field, value, reason, author, created_at AS "createdAt", revoked_at AS "revokedAt"
    FROM corrections WHERE incident_id = ${incidentId} ORDER BY id`)
}

interface MentionRow {
  updateId: string
  url: string
  id: string | null
  title: string | null
  vendor: string | null
  vendorName: string | null
}

async function listMentions(incidentId: bigint): Promise<MentionView[]> {
  const rows = await queryRows<MentionRow[]>(Prisma.sql`
    SELECT u.external_id AS "updateId", m.url, t.public_id AS id, t.title, v.slug AS vendor, v.name AS "vendorName"
    FROM mentions m JOIN incident_updates u ON u.id = m.update_id
    LEFT JOIN incidents t ON t.id = m.target_incident_id LEFT JOIN vendors v ON v.id = t.vendor_id
    WHERE m.incident_id = ${incidentId} ORDER BY m.id`)
  return rows.map(({ updateId, url, id, title, vendor, vendorName }) => ({
    updateId,
    url,
    incident:
      id === null || title === null || vendor === null || vendorName === null
        ? null
        : { id, vendor, vendorName, title, permalink: incidentPath(vendor, id, title) },
  }))
}

/** The time of an incident, up to `asOf` while it is open; null without a start. */
function spanOf({ startedAt, endedAt }: IncidentRow, asOf: Date): Period | null {
  if (startedAt === null) return null
  // A single posting without a duration counts for its minute.
  return { from: startedAt, to: new Date(Math.max(endedAt?.getTime() ?? asOf.getTime(), startedAt.getTime() + 60_000)) }
}

/** So much overlaps a span of weeks that the newest are found sooner by looking at one after the other. */
const LONG_MS = 7 * 86_400_000

async function listSameTime(vendorId: number, span: Period, asOf: Date): Promise<IncidentView[]> {
  const isLong = span.to.getTime() - span.from.getTime() > LONG_MS
  const rows = await listRows(
    Prisma.sql`i.vendor_id <> ${vendorId} AND i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = 'incident'
      AND ${isLong ? overlapsInOrder(span) : isOneOf(overlaps(span))}`,
    null,
    19,
  )
  return rows.map((other) => toIncidentView(other, asOf))
}

async function findNeighbour(
  row: IncidentRow & { vendorId: number },
  side: 'previous' | 'next',
): Promise<IncidentNeighbour | null> {
  const beyond =
    side === 'previous'
      ? Prisma.sql`(i.sort_at, i.id) < (${row.sortAt}, ${row.rowId}) ORDER BY i.sort_at DESC, i.id DESC`
      : Prisma.sql`(i.sort_at, i.id) > (${row.sortAt}, ${row.rowId}) ORDER BY i.sort_at, i.id`
  const [neighbour] = await queryRows<{ id: string; title: string }[]>(Prisma.sql`
    SELECT i.public_id AS id, i.title FROM incidents i
    WHERE i.vendor_id = ${row.vendorId} AND i.dedup_status = 'counted' AND i.kind = ${row.kind}::kind AND ${beyond} LIMIT 1`)
  if (neighbour === undefined) return null
  return { title: neighbour.title, permalink: incidentPath(row.vendor, neighbour.id, neighbour.title) }
}
