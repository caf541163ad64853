import { historyAddress } from '#components/filter/history-address.ts'
import { DropFilters, HistoryFilters } from '#components/filter/history-filters.tsx'
import { yearsBetween } from '#components/filter/years.ts'
import { IncidentList } from '#components/incident/incident-list.tsx'
import { groupByMonth } from '#components/incident/month-groups.ts'
import { listOpen } from '#components/incident/still-open.ts'
import { Pager } from '#components/ui/pager.tsx'
import type { CandourView, HistoryPatterns, IncidentView, VendorView } from '#lib/queries/schemas.ts'
import { isReported } from '#lib/text/candour-words.ts'
import { heldSentence } from '#lib/text/headline.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { CandourFigures } from './candour-figures.tsx'
import { FigureNotes } from './figure-notes.tsx'
import { HistoryEvidence } from './history-evidence.tsx'
import { HistoryHead } from './history-head.tsx'
import { HistoryPatternsFigures } from './history-patterns.tsx'

export interface HistoryPageProps {
  vendor: VendorView
  list: { incidents: IncidentView[]; nextCursor: string | null; total: number }
  filter: HistoryFilter
  patterns: HistoryPatterns
  /** How it reports outages; null where others are counted. */
  candour: CandourView | null
  /** Whether an admin reads it. */
  isAdmin: boolean
}

/** A vendor's history: the answer first, then the evidence, then the tools. */
export function HistoryPage({ vendor, list, filter, patterns, candour, isAdmin }: HistoryPageProps) {
  const { from, to } = vendor.history.window
  const openInWindow = listOpen(vendor, filter).filter(
    ({ startedAt }) => startedAt !== null && startedAt >= from && startedAt < to,
  )
  const isAnyOpen = listOpen(vendor, { kind: filter.kind, impact: null }).some(
    ({ durationIsMinimum }) => !durationIsMinimum,
  )
  return (
    <>
      <HistoryHead vendor={vendor} filter={filter} isAdmin={isAdmin} />
      {vendor.held.since === null ? (
        <NothingHeld vendor={vendor} asOf={filter.asOf} />
      ) : (
        <>
          <HistoryEvidence vendor={vendor} filter={filter} />
          <HistoryPatternsFigures vendor={vendor} filter={filter} patterns={patterns} />
          {candour !== null && isReported(candour) && <CandourFigures candour={candour} />}
          <HistoryFilters
            slug={vendor.slug}
            filter={filter}
            years={yearsBetween(vendor.held.since, vendor.history.asOf)}
            components={patterns.componentNames}
            window={vendor.history.window}
            asOf={vendor.history.asOf}
            total={list.total}
          />
          <p id="incidents" className="mt-4.5 max-w-[68ch] text-soft">
            {heldSentence({ name: vendor.name, kind: filter.kind, held: vendor.held, isSoFar: isAnyOpen }).text}
          </p>
          <HistoryList vendor={vendor} list={list} filter={filter} />
          <FigureNotes vendor={vendor} filter={filter} openCount={openInWindow.length} />
        </>
      )}
    </>
  )
}

function HistoryList({
  vendor,
  list: { incidents, nextCursor },
  filter,
}: Pick<HistoryPageProps, 'vendor' | 'list' | 'filter'>) {
  const { slug, history } = vendor
  const groups = groupByMonth(incidents, history.monthly, {
    isFirstPage: filter.cursor === null,
    isLastPage: nextCursor === null,
  })
  const pageAt = (cursor: string | null) => `${historyAddress(slug, filter, { cursor })}#incidents`
  return (
    <>
      {incidents.length === 0 ? (
        <DropFilters slug={slug} filter={filter} />
      ) : (
        <IncidentList groups={groups} kind={filter.kind} />
      )}
      <Pager
        newest={filter.cursor === null ? null : pageAt(null)}
        older={nextCursor === null ? null : pageAt(nextCursor)}
      />
    </>
  )
}

function NothingHeld({ vendor: { name, sources }, asOf }: { vendor: VendorView; asOf: Date | null }) {
  const hasBeenRead = sources.some(({ lastGoodReadAt }) => lastGoodReadAt !== null)
  return (
    <p className="mt-4 max-w-[68ch] text-soft">
      {asOf !== null && hasBeenRead
        ? `Our history of ${name} begins after that moment.`
        : sources.length === 0
          ? `No status page has been added for ${name} yet. Its history appears here once an admin adds one.`
          : `${name}’s status page has not been read yet. Its history appears here after the first read.`}
    </p>
  )
}
