import { queryRows } from '#lib/database/client.ts'
import { coveredPeriods } from '#lib/domain/coverage.ts'
import { type DurationBasis, type Impact, type Period, rankImpact } from '#lib/domain/incident.ts'
import { earlier } from '#lib/domain/instant.ts'
import { maxOf, minOf } from '#lib/domain/many.ts'
import { clip, subtractPeriods } from '#lib/domain/period.ts'
import { spanAt } from '#lib/domain/span.ts'
import { isOneOf, overlaps } from '#lib/queries/incident-filter.ts'
import { withReach } from '#lib/queries/incident-row.ts'
import { knownUntil } from '#lib/queries/reach.ts'
import type { CascadeIncident, CascadeLane, CascadeMention, CascadeView } from '#lib/queries/schemas.ts'
import { listSourcesInForce } from '#lib/queries/sources.ts'
import { coverageUntil } from '#lib/queries/vendor/vendor-state.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type FoundMention, listNamed } from './mentions.ts'
import { listNamedInTexts, MAX_READ } from './named-in-texts.ts'

const SIX_HOURS_MS = 6 * 3_600_000
/** More lanes than these are no drawing that anybody can read: of vendors with outages, and of others that these name. */
const MAX_LANES = 12
const MAX_NAMED_LANES = 6
const MAX_OUTAGES = 200

/**
 * The outages of all vendors within six hours of `moment`, and which of their postings link to or name other vendors; as known
 * at `asOf`. `focus`: the public id of an incident that is shown whatever else there is.
 */
export async function getCascade(moment: Date, asOf: Date, focus: string | null = null): Promise<CascadeView> {
  const window = {
    from: new Date(moment.getTime() - SIX_HOURS_MS),
    to: earlier(new Date(moment.getTime() + SIX_HOURS_MS), asOf),
  }
  const { outages, isCut } = await listOutages(window, moment, asOf, focus)
  const [links, names] = await Promise.all([
    listNamed(
      outages.map(({ rowId }) => rowId),
      window.to,
    ),
    listNamedInTexts(outages, window.to),
  ])
  const found = [...links, ...names.filter((name) => !links.some((link) => isSameTarget(link, name)))]
  const byVendor = Map.groupBy(outages, ({ vendorId }) => vendorId)
  const mentions = distinct(found.flatMap((mention) => toMention(mention, outages)))
  const chosen = chooseVendors(byVendor, mentions, focus)
  const lanes = await listLanes(chosen, found, byVendor, { window, asOf })
  const keys = new Set(lanes.map(({ key }) => key))
  return {
    moment,
    window,
    lanes,
    otherVendors: [...byVendor.values()].filter(([outage]) => outage !== undefined && !keys.has(outage.slug)).length,
    isCut,
    unread: Math.max(0, outages.length - MAX_READ),
    mentions: mentions.filter(({ fromLane, toLane }) => keys.has(fromLane) && keys.has(toLane)),
  }
}

interface OutageRow {
  rowId: bigint
  id: string
  vendorId: number
  slug: string
  name: string
  title: string
  impact: Impact
  startedAt: Date | null
  endedAt: Date | null
  mitigatedAt: Date | null
  withdrawnAt: Date | null
  basis: DurationBasis
  sourceId: number
  isOpen: boolean
}

interface Outage extends CascadeIncident {
  rowId: bigint
  vendorId: number
  slug: string
  name: string
  isOpen: boolean
}

/**
 * The counted outages that were open in the window: the one in focus first, then those open at the moment, the worst first.
 * `isCut`: whether there may be more.
 */
async function listOutages(
  window: Period,
  moment: Date,
  asOf: Date,
  focus: string | null,
): Promise<{ outages: Outage[]; isCut: boolean }> {
  const isOpen = Prisma.sql`(i.started_at <= ${moment} AND (i.ended_at > ${moment} OR (i.ended_at IS NULL AND i.basis = 'ongoing')))`
  const rows = await queryRows<OutageRow[]>(Prisma.sql`
    SELECT i.id AS "rowId", i.public_id AS id, i.vendor_id AS "vendorId", v.slug, v.name, i.title, i.impact::text AS impact,
           i.started_at AS "startedAt", i.ended_at AS "endedAt", i.mitigated_at AS "mitigatedAt", i.withdrawn_at AS "withdrawnAt",
           i.basis::text AS basis, i.source_id AS "sourceId", coalesce(${isOpen}, false) AS "isOpen"
    FROM incidents i JOIN vendors v ON v.id = i.vendor_id
    WHERE i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = 'incident' AND ${isOneOf(overlaps(window))}
    ORDER BY i.public_id IS NOT DISTINCT FROM ${focus}::text DESC, "isOpen" DESC, i.impact DESC, i.sort_at DESC, i.id LIMIT ${MAX_OUTAGES + 1}`)
  const isCut = rows.length > MAX_OUTAGES
  const outages = (await withReach(rows.slice(0, MAX_OUTAGES))).flatMap((row): Outage | [] => {
    const span = spanAt({ ...row, knownUntil: knownUntil(row.reach, asOf) }, asOf)
    const { startedAt, endedAt, countedUntil, durationIsMinimum } = span
    if (startedAt === null || span.basis === 'planned' || startedAt >= window.to) return []
    const until = countedUntil ?? startedAt
    const shown = clip({ from: startedAt, to: until }, window)
    // Without a duration it is a point.
    if (shown === null && (startedAt < window.from || until > startedAt)) return []
    const { rowId, id, vendorId, slug, name, title, impact, isOpen } = row
    return {
      ...{ rowId, id, vendorId, slug, name, title, impact, isOpen, startedAt, endedAt },
      shown: shown ?? { from: startedAt, to: startedAt },
      isMinimum: durationIsMinimum && until < window.to,
    }
  })
  return { outages, isCut }
}

function isSameTarget(link: FoundMention, name: FoundMention): boolean {
  return link.incidentId === name.incidentId && link.vendorId === name.vendorId
}

/** One mention as an arrow; none where the two are in one lane. */
function toMention(mention: FoundMention, outages: Outage[]): CascadeMention[] {
  const from = outages.find(({ rowId }) => rowId === mention.incidentId)
  const toLane = mention.slug ?? mention.host
  if (from === undefined || from.slug === toLane) return []
  const to = outages.find(({ id }) => id === mention.targetId)
  const { postedAt, quote } = mention
  return [{ fromLane: from.slug, fromId: from.id, postedAt, toLane, toId: to?.id ?? null, quote }]
}

/** Several links of an incident may lead to one vendor: the first of equal arrows. */
function distinct(mentions: CascadeMention[]): CascadeMention[] {
  const groups = Map.groupBy(mentions, ({ fromId, toLane, toId }) => `${fromId} ${toLane} ${toId}`)
  return [...groups.values()].flatMap(([first]) => first ?? [])
}

/** The vendors that get a lane: the one in focus, those that name others or are named, then those with the worst outages. */
function chooseVendors(
  byVendor: Map<number, Outage[]>,
  mentions: CascadeMention[],
  focus: string | null,
): ReadonlySet<number> {
  const linked = new Set(mentions.flatMap(({ fromLane, toLane }) => [fromLane, toLane]))
  const ranked = [...byVendor].map(([id, outages]) => ({
    id,
    rank: maxOf(
      outages.map(
        (outage) =>
          (outage.id === focus ? 1_000 : 0) +
          (linked.has(outage.slug) ? 100 : 0) +
          (outage.isOpen ? 10 : 0) +
          rankImpact(outage.impact),
      ),
    ),
  }))
  return new Set(
    ranked
      .sort((a, b) => b.rank - a.rank || a.id - b.id)
      .slice(0, MAX_LANES)
      .map(({ id }) => id),
  )
}

async function listLanes(
  chosen: ReadonlySet<number>,
  found: FoundMention[],
  byVendor: Map<number, Outage[]>,
  { window, asOf }: { window: Period; asOf: Date },
): Promise<CascadeLane[]> {
  const naming = new Set([...chosen].flatMap((id) => (byVendor.get(id) ?? []).map(({ rowId }) => rowId)))
  const named = found.filter(({ incidentId }) => naming.has(incidentId))
  const alsoNamed = named.flatMap(({ vendorId }) => (vendorId === null || chosen.has(vendorId) ? [] : vendorId))
  const sources = await listSourcesInForce([...chosen, ...alsoNamed])
  const laneOf = (id: number, { slug, name }: { slug: string; name: string }): CascadeLane => {
    const coverage = coverageUntil(sources.get(id) ?? [], asOf)
    const known = coveredPeriods(coverage, window)
    const complete = coveredPeriods(
      coverage.filter(({ quality }) => quality === 'complete'),
      window,
    )
    return {
      ...{ key: slug, slug, name },
      partial: subtractPeriods(known, complete),
      unknown: subtractPeriods([window], known),
      incidents: (byVendor.get(id) ?? [])
        .map(({ rowId: _row, vendorId: _vendor, slug: _slug, name: _name, isOpen: _open, ...incident }) => incident)
        .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime()),
    }
  }
  const lanes = new Map<string, CascadeLane>()
  for (const id of chosen) {
    const [outage] = byVendor.get(id) ?? []
    if (outage !== undefined) lanes.set(outage.slug, laneOf(id, outage))
  }
  for (const { vendorId, slug, name, host } of named) {
    const key = slug ?? host
    if (lanes.has(key) || lanes.size >= chosen.size + MAX_NAMED_LANES) continue
    if (vendorId !== null && slug !== null && name !== null) lanes.set(key, laneOf(vendorId, { slug, name }))
    else lanes.set(key, { key, slug: null, name: host, partial: [], unknown: [window], incidents: [] })
  }
  const firstOf = ({ incidents }: CascadeLane) => minOf(incidents.map(({ startedAt }) => startedAt.getTime()))
  return [...lanes.values()]
    .map((lane) => ({ lane, first: firstOf(lane) }))
    .sort((a, b) => (a.first === b.first ? compareText(a.lane.key, b.lane.key) : a.first < b.first ? -1 : 1))
    .map(({ lane }) => lane)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
