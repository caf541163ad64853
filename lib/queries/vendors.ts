import { db } from '#lib/database/client.ts'
import { mergeCoverage } from '#lib/domain/coverage.ts'
import type { DayIncident } from '#lib/domain/days.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { computeHeld, computeHistory } from '#lib/domain/history.ts'
import type { CoveragePeriod, State } from '#lib/domain/incident.ts'
import { BELIEVED_INTERVALS, stateAt } from '#lib/domain/state.ts'
import { parseWindow } from '#lib/domain/window.ts'
import { isContradicted, stateOfIndicator } from '#lib/text/indicator.ts'
import { type HistoryFilter, narrows, parseHistoryFilter } from '#lib/url/filter.ts'
import { Prisma } from '#prisma/client/client.ts'
import { lacksImpact, startsInWindow } from './incident-filter.ts'
import { toIncidentView } from './incident-row.ts'
import { type IncidentPage, listIncidents } from './incidents.ts'
import { countByKind, listOpenRows, type OpenRow, readShown } from './open-incidents.ts'
import { readPatterns } from './patterns.ts'
import { listPlanned, MAX_PLANNED } from './planned.ts'
import { findRestatement } from './restatements.ts'
import type { HistoryPatterns, VendorSummary, VendorView } from './schemas.ts'
import { findVendorRow, ofVendors, type Scope, scopeOf, type VendorRow } from './scope.ts'
import { knownUntil, lastTryFailedAt, listSourcesInForce, type SourceInForce } from './sources.ts'
import { listSpans, listSpansByVendor } from './spans.ts'

/** A vendor with its state, its open incidents and its history under the filter; null for an unknown slug. */
export async function getVendor(slug: string, filter: HistoryFilter, now: Date): Promise<VendorView | null> {
  const vendor = await findVendorRow(slug)
  return vendor && (await readVendor(vendor, await scopeOf([vendor.id], filter, now)))
}

/** The vendor of a row that was already looked up. */
export async function readVendor(vendor: VendorRow, scope: Scope): Promise<VendorView> {
  return await describeVendor(vendor, scope, listSpans(vendor.id, scope.filter, scope.asOf))
}

export interface VendorHistory {
  vendor: VendorView
  list: IncidentPage
  patterns: HistoryPatterns
}

/** A vendor with a page of its incidents, and when and where they happened; null for an unknown slug. */
export async function getVendorHistory(slug: string, filter: HistoryFilter, now: Date): Promise<VendorHistory | null> {
  const row = await findVendorRow(slug)
  if (row === null) return null
  const scope = await scopeOf([row.id], filter, now)
  const pendingSpans = listSpans(row.id, filter, scope.asOf)
  const [vendor, list, spans] = await Promise.all([
    describeVendor(row, scope, pendingSpans),
    listIncidents(scope),
    pendingSpans,
  ])
  return { vendor, list, patterns: await readPatterns(row, scope, spans, vendor.history) }
}

/** The vendor of a row whose spans under the scope's filter are being read; the scope may cover several vendors. */
export async function describeVendor(
  vendor: VendorRow,
  { filter, window, asOf, now }: Scope,
  pendingSpans: Promise<DayIncident[]>,
): Promise<VendorView> {
  const ofKind = { ...parseHistoryFilter({}, now), kind: filter.kind }
  const [sources, spans, allSpans, openRows, planned, unknownImpactCount, unclear, unclearCount, restatement] =
    await Promise.all([
      listSourcesInForce([vendor.id]).then((byVendor) => byVendor.get(vendor.id) ?? []),
      pendingSpans,
      narrows(filter) ? listSpans(vendor.id, ofKind, asOf) : pendingSpans,
      listOpenRows(ofVendors([vendor.id]), asOf),
      listPlanned({ vendorIds: [vendor.id], asOf, now }, MAX_PLANNED),
      countWithoutImpact(vendor.id, filter, window),
      listUnclearNewest([vendor.id], asOf),
      countUnclear(vendor.id, window),
      findRestatement(vendor.id),
    ])
  const coverage = coverageUntil(sources, asOf)
  const history = computeHistory({ incidents: spans, coverage, window, asOf })
  const shown = new Map((await readShown(openRows)).map((row) => [row.rowId, toIncidentView(row, asOf)]))
  // Its own source still has it open as of the last read, but a duplicate of it has ended.
  const stillOpen = openRows.filter(({ rowId }) => (shown.get(rowId)?.endedAt ?? null) === null)
  const declaring = sources.find((source) => source.declaredIncidentCount !== null)
  return {
    slug: vendor.slug,
    name: vendor.name,
    websiteUrl: vendor.websiteUrl,
    category: vendor.category,
    ...stateOf(sources, openRows, unclear.has(vendor.id), asOf),
    restatement,
    sources: sources.map((source) => ({
      platform: source.platform,
      url: source.url,
      origin: source.origin,
      isPrimary: source.isPrimary,
      lastGoodReadAt: source.lastGoodReadAt,
      lastCheckedAt: source.lastCheckedAt,
      lastTryFailedAt: lastTryFailedAt(source, asOf),
    })),
    openIncidents: [...shown.values()].filter(({ endedAt }) => endedAt === null),
    openCounts: countByKind(stillOpen),
    planned,
    held: computeHeld({ incidents: allSpans, coverage, asOf }),
    history: {
      ...history,
      unknownImpactCount,
      unclearCount,
      coverage: {
        ...history.coverage,
        declaredIncidentCount: declaring?.declaredIncidentCount ?? null,
        declaredSince: declaring?.declaredSince ?? null,
      },
    },
  }
}

/** Postings in the window that were not understood; one without a start is placed where it was first read. */
async function countUnclear(vendorId: number, window: Scope['window']): Promise<number> {
  const [{ count }] = await db().$queryRaw<[{ count: number }]>(Prisma.sql`
    SELECT count(*)::int AS count FROM incidents i
    WHERE i.vendor_id = ${vendorId} AND i.basis = 'unclear' AND i.dedup_status = 'counted'
      AND i.sort_at >= ${window.from} AND i.sort_at < ${window.to}`)
  return count
}

async function countWithoutImpact(vendorId: number, filter: HistoryFilter, window: Scope['window']): Promise<number> {
  const condition = lacksImpact(filter)
  if (condition === null) return 0
  const [{ count }] = await db().$queryRaw<[{ count: number }]>(Prisma.sql`
    SELECT count(*)::int AS count FROM incidents i
    WHERE i.vendor_id = ${vendorId} AND ${condition} AND ${startsInWindow(window)}`)
  return count
}

/**
 * All vendors by name, each with its figures for outages in the 24 months before `asOf`. `after` and `most` select a page: up
 * to `most` vendors following the one with that slug. Throws InvalidInputError when there is no such vendor.
 */
export async function listVendorSummaries({
  asOf,
  after = null,
  most = null,
}: {
  asOf: Date
  after?: string | null
  most?: number | null
}): Promise<VendorSummary[]> {
  const window = parseWindow('24m', { asOf, firstKnown: null })
  if (after !== null && (await findVendorRow(after)) === null)
    throw new InvalidInputError('This cursor is not valid. Start again without a cursor.', 'cursor')
  const vendors = await db().vendor.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    ...(after !== null && { cursor: { slug: after }, skip: 1 }),
    ...(most !== null && { take: most }),
  })
  const ids = vendors.map((vendor) => vendor.id)
  const isTheirs = ofVendors(after === null && most === null ? null : ids)
  const [sourcesByVendor, spansByVendor, open, lastByVendor, unclear] = await Promise.all([
    listSourcesInForce(ids),
    listSpansByVendor(
      Prisma.sql`
      ${isTheirs} AND i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = 'incident'
      AND (i.sort_at >= ${window.from} OR i.ended_at >= ${window.from} OR i.basis = 'ongoing')`,
      asOf,
    ),
    listOpenRows(isTheirs, asOf),
    listLastStarts(ids, asOf),
    listUnclearNewest(ids, asOf),
  ])
  const openByVendor = Map.groupBy(open, (incident) => incident.vendorId)
  return vendors.map((vendor) => {
    const sources = sourcesByVendor.get(vendor.id) ?? []
    const openIncidents = openByVendor.get(vendor.id) ?? []
    const history = computeHistory({
      incidents: spansByVendor.get(vendor.id) ?? [],
      coverage: coverageUntil(sources, asOf),
      window,
      asOf,
    })
    const { indicator: _, ...state } = stateOf(sources, openIncidents, unclear.has(vendor.id), asOf)
    return {
      slug: vendor.slug,
      name: vendor.name,
      websiteUrl: vendor.websiteUrl,
      category: vendor.category,
      ...state,
      openIncidentTitle: openIncidents[0]?.title ?? null,
      incidentCount: history.incidentCount,
      downtimeSeconds: history.downtimeSeconds,
      downtimeIsMinimum: history.downtimeIsMinimum,
      incidentsPerMonth: history.incidentsPerMonth,
      medianDurationSeconds: history.medianDurationSeconds,
      knownDays: history.coverage.knownDays,
      days: history.coverage.days,
      lastIncidentAt: lastByVendor.get(vendor.id) ?? null,
      monthly: history.monthly,
    }
  })
}

/** The vendors whose primary source's newest item, at that time, was not understood. */
async function listUnclearNewest(vendorIds: number[], asOf: Date): Promise<Set<number>> {
  const rows = await db().$queryRaw<{ vendorId: number }[]>(Prisma.sql`
    SELECT DISTINCT i.vendor_id AS "vendorId" FROM incidents i JOIN sources s ON s.id = i.source_id AND s.is_primary
    WHERE i.basis = 'unclear' AND i.vendor_id = ANY(${vendorIds}) AND i.sort_at <= ${asOf}
      AND NOT EXISTS (
        SELECT FROM incidents later
        WHERE later.vendor_id = i.vendor_id AND later.source_id = i.source_id AND later.basis <> 'unclear'
          AND later.sort_at > i.sort_at AND later.sort_at <= ${asOf}
      )`)
  return new Set(rows.map(({ vendorId }) => vendorId))
}

/** When each vendor's newest counted outage began, for vendors with any. */
async function listLastStarts(vendorIds: number[], asOf: Date): Promise<Map<number, Date>> {
  const rows = await db().$queryRaw<{ vendorId: number; last: Date }[]>(Prisma.sql`
    SELECT v.id AS "vendorId", i.started_at AS last FROM vendors v CROSS JOIN LATERAL (
      SELECT i.started_at FROM incidents i
      WHERE i.vendor_id = v.id AND i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = 'incident' AND i.started_at <= ${asOf}
      ORDER BY i.sort_at DESC, i.id DESC LIMIT 1) i
    WHERE v.id = ANY(${vendorIds})`)
  return new Map(rows.map(({ vendorId, last }) => [vendorId, last]))
}

/** The current slug of a vendor that used to be called `slug`; null when none was. */
export async function findVendorAlias(slug: string): Promise<string | null> {
  const alias = await db().vendorAlias.findUnique({ where: { slug }, include: { vendor: { select: { slug: true } } } })
  return alias?.vendor.slug ?? null
}

/** The state, the time for which it is known, and whether all of it comes from the bundled sample. */
function stateOf(
  sources: SourceInForce[],
  open: Pick<OpenRow, 'kind' | 'impact' | 'isPrimary'>[],
  isUnclear: boolean,
  asOf: Date,
) {
  const primary = sources.find((source) => source.isPrimary)
  const checkedAt = knownUntil(primary === undefined ? sources : [primary], asOf)
  const state = stateAt({
    isUnclear,
    open: primary === undefined ? open : open.filter((incident) => incident.isPrimary),
    lastGoodReadAt: checkedAt,
    pollIntervalSeconds: primary?.pollIntervalSeconds ?? sources[0]?.pollIntervalSeconds ?? 300,
    asOf,
  })
  return {
    ...state,
    isUnclear,
    checkedAt,
    lastTryFailedAt: primary === undefined ? null : lastTryFailedAt(primary, asOf),
    isSample: sources.length > 0 && sources.every((source) => source.origin === 'sample'),
    ...indicatorOf(primary, state.state, asOf),
  }
}

/** The platform's own indicator: none for moments before it was read; for the present, only if it was read recently. */
function indicatorOf(primary: SourceInForce | undefined, state: State, asOf: Date) {
  const readAt = primary?.indicatorReadAt ?? primary?.lastGoodReadAt ?? null
  const indicator = primary?.indicator ?? null
  if (primary === undefined || indicator === null || readAt === null || readAt > asOf)
    return { indicator: null, pageStatus: null }
  if (asOf.getTime() - readAt.getTime() >= BELIEVED_INTERVALS * primary.pollIntervalSeconds * 1000)
    return { indicator, pageStatus: null }
  const components = primary.componentsOut ?? []
  const contradicts = isContradicted(state, indicator, components)
  return { indicator, pageStatus: { indicator, state: stateOfIndicator(indicator), contradicts, components, readAt } }
}

/** Coverage at `asOf`: later reads were not known then. */
export function coverageUntil(sources: SourceInForce[], asOf: Date): CoveragePeriod[] {
  return mergeCoverage(
    sources
      .flatMap((source) => believedCoverage(source, asOf))
      .filter(({ from }) => from < asOf)
      .map((period) => ({ ...period, to: period.to < asOf ? period.to : asOf })),
  )
}

/**
 * Between two polls, a regularly read source counts as known, by the same rule that allows calling its vendor up; otherwise no
 * window that ends now could ever be complete. Each quality by itself: a poll reads several documents, one after the other, and
 * the list of incidents is not always the last.
 */
function believedCoverage({ origin, pollIntervalSeconds, coverage }: SourceInForce, asOf: Date): CoveragePeriod[] {
  if (origin !== 'live') return coverage
  const newest = new Map(coverage.map(({ quality, to }) => [quality, to]))
  return coverage.map((period) => {
    const { quality, to } = period
    const isFresh = asOf.getTime() - to.getTime() < BELIEVED_INTERVALS * pollIntervalSeconds * 1000
    const isBelieved = quality !== 'failed' && to === newest.get(quality) && isFresh && to < asOf
    return isBelieved ? { ...period, to: asOf } : period
  })
}
