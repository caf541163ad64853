import type { DayIncident } from '#lib/domain/days.ts'
import { computeHeld, computeHistory } from '#lib/domain/history.ts'
import type { CoveragePeriod } from '#lib/domain/incident.ts'
import { computeSeverity } from '#lib/domain/severity.ts'
import { chanceOf, trendAt } from '#lib/domain/statistics/chance.ts'
import { inOwnTask } from '#lib/queries/event-loop.ts'
import { withExpected } from '#lib/queries/incident/expected.ts'
import { listPlannedByVendor, MAX_PLANNED } from '#lib/queries/incident/planned.ts'
import { toIncidentView } from '#lib/queries/incident-row.ts'
import { countByKind, listOpenRows, type OpenRow, readShown } from '#lib/queries/open-incidents.ts'
import type { IncidentView, VendorView } from '#lib/queries/schemas.ts'
import { ofVendors, type Scope, type VendorRow } from '#lib/queries/scope.ts'
import { lastTryFailedAt, listSourcesInForce, type SourceInForce } from '#lib/queries/sources.ts'
import { listSpansUnder, type SpansUnder } from '#lib/queries/spans.ts'
import { isNarrowed } from '#lib/text/filter-words.ts'
import { readVendorFacts, type VendorFacts } from './vendor-facts.ts'
import { coverageUntil, stateOf } from './vendor-state.ts'

export interface DescribedVendor {
  vendor: VendorView
  /** Of the incidents under the scope's filter, regardless of its window. */
  spans: DayIncident[]
  /** What is known of the vendor at all, up to the scope's end. */
  coverage: CoveragePeriod[]
}

/**
 * Vendors with their state, their open incidents and their histories under the scope's filter, in the order of `rows`. The scope
 * may cover more vendors. However many they are, each kind of rows is read once.
 */
export async function describeVendors(rows: readonly VendorRow[], scope: Scope): Promise<DescribedVendor[]> {
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const [sources, spans, open, planned, facts] = await Promise.all([
    listSourcesInForce(ids),
    listSpansUnder(ids, scope),
    listOpen(ids, scope),
    listPlannedByVendor(ids, scope, MAX_PLANNED),
    readVendorFacts(ids, scope),
  ])
  const described: DescribedVendor[] = []
  for (const row of rows) {
    const of: PartsOfVendor = {
      sources: sources.get(row.id) ?? [],
      spans: spans.get(row.id) ?? { matching: [], ofKind: [] },
      open: open.rows.get(row.id) ?? [],
      shown: open.shown,
      planned: planned.get(row.slug) ?? [],
      // Missing only if the vendor was deleted meanwhile.
      facts: facts.get(row.id) ?? {
        unknownImpactCount: 0,
        unclearCount: 0,
        isUnclear: false,
        restatement: null,
        breaks: null,
      },
    }
    const coverage = coverageUntil(of.sources, scope.asOf)
    described.push({ vendor: await toVendorView(row, scope, of, coverage), spans: of.spans.matching, coverage })
  }
  return described
}

/** The same for one vendor. */
export async function describeVendor(row: VendorRow, scope: Scope): Promise<DescribedVendor> {
  const [described] = await describeVendors([row], scope)
  if (described === undefined) throw new Error(`The vendor ${row.slug} was not described.`)
  return described
}

type ShownIncidents = Map<bigint, IncidentView>

interface PartsOfVendor {
  sources: SourceInForce[]
  spans: SpansUnder
  open: OpenRow[]
  /** The open incidents that are shown, of all vendors, by row. */
  shown: ShownIncidents
  planned: IncidentView[]
  facts: VendorFacts
}

async function listOpen(
  ids: number[],
  { asOf, loadReach, past }: Scope,
): Promise<{ rows: Map<number, OpenRow[]>; shown: ShownIncidents }> {
  const rows = Map.groupBy(await listOpenRows(ofVendors(ids), asOf), ({ vendorId }) => vendorId)
  const shown = await readShown([...rows.values()], loadReach)
  const views = shown.map((row) => toIncidentView(row, asOf))
  const expected = await withExpected(views, asOf, past)
  return { rows, shown: new Map(shown.map(({ rowId }, index) => [rowId, expected[index] as IncidentView])) }
}

async function toVendorView(
  row: VendorRow,
  { window, asOf, filter }: Scope,
  of: PartsOfVendor,
  coverage: CoveragePeriod[],
): Promise<VendorView> {
  const { sources, spans, open, facts } = of
  const known = { incidents: spans.matching, coverage, asOf }
  const isWhole = !isNarrowed(filter)
  const history = await inOwnTask(spans.ofKind, () => computeHistory({ ...known, window }))
  const held = await inOwnTask(spans.ofKind, () => computeHeld({ ...known, incidents: spans.ofKind }))
  const trend = isWhole ? await inOwnTask(spans.ofKind, () => trendAt(known, facts.breaks)) : null
  const chance = await inOwnTask(spans.ofKind, () => chanceOf({ ...known, window, isWhole }))
  const severity = await inOwnTask(spans.ofKind, () => computeSeverity({ incidents: spans.matching, window, asOf }))
  const shown = open.flatMap(({ rowId }) => of.shown.get(rowId) ?? [])
  // Its own source still has it open as of the last read, but a duplicate of it has ended.
  const stillOpen = open.filter(({ rowId }) => (of.shown.get(rowId)?.endedAt ?? null) === null)
  const declaring = sources.find((source) => source.declaredIncidentCount !== null)
  return {
    slug: row.slug,
    name: row.name,
    websiteUrl: row.websiteUrl,
    category: row.category,
    ...stateOf(sources, open, facts.isUnclear, asOf),
    restatement: facts.restatement,
    sources: sources.map((source) => ({
      platform: source.platform,
      url: source.url,
      origin: source.origin,
      isPrimary: source.isPrimary,
      lastGoodReadAt: source.lastGoodReadAt,
      lastCheckedAt: source.lastCheckedAt,
      lastTryFailedAt: lastTryFailedAt(source, asOf),
    })),
    openIncidents: shown.filter(({ endedAt }) => endedAt === null),
    openCounts: countByKind(stillOpen),
    planned: of.planned,
    held,
    trend,
    breaks: facts.breaks?.map(({ at, until, cause }) => ({ at: new Date(at), until: new Date(until), cause })) ?? null,
    history: {
      ...history,
      ...chance,
      unknownImpactCount: facts.unknownImpactCount,
      unclearCount: facts.unclearCount,
      severity,
      coverage: {
        ...history.coverage,
        declaredIncidentCount: declaring?.declaredIncidentCount ?? null,
        declaredSince: declaring?.declaredSince ?? null,
      },
    },
  }
}
