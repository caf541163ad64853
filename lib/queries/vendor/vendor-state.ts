import { mergeCoverage } from '#lib/domain/coverage.ts'
import type { CoveragePeriod, State } from '#lib/domain/incident.ts'
import { BELIEVED_INTERVALS, stateAt } from '#lib/domain/state.ts'
import type { OpenRow } from '#lib/queries/open-incidents.ts'
import { knownUntil, lastTryFailedAt, type SourceInForce } from '#lib/queries/sources.ts'
import { isContradicted, stateOfIndicator } from '#lib/text/indicator.ts'

/** What a state depends on. */
export type SourceOfState = Omit<
  SourceInForce,
  'vendorId' | 'platform' | 'url' | 'declaredIncidentCount' | 'declaredSince'
>

/** The state, the time for which it is known, and whether all of it comes from the bundled sample. */
export function stateOf(
  sources: SourceOfState[],
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
    pollIntervalSeconds: pollIntervalOf(sources),
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

/** Of the primary source, which is the first; the schema's default without any source. */
export function pollIntervalOf(sources: readonly Pick<SourceInForce, 'pollIntervalSeconds'>[]): number {
  return sources[0]?.pollIntervalSeconds ?? 300
}

/** The platform's own indicator: none for moments before it was read; for the present, only if it was read recently. */
function indicatorOf(primary: SourceOfState | undefined, state: State, asOf: Date) {
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
