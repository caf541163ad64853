import { filterToQuery, type HistoryFilter } from '#lib/domain/filter.ts'
import { formatInstant } from '#lib/domain/format.ts'
import { heldSentence, type Sentence, windowSentence } from '#lib/domain/headline.ts'
import { incidentPath, vendorPath } from '#lib/domain/path.ts'
import { parseWindow } from '#lib/domain/window.ts'
import type { IncidentView, VendorView } from '#lib/queries/shapes.ts'
import { CoverageStrip } from './coverage-strip.tsx'
import { FigureNotes } from './figure-notes.tsx'
import { Figures } from './figures.tsx'
import { DropFilters, HistoryFilters } from './history-filters.tsx'
import { IncidentList } from './incident-list.tsx'
import { figuresOf, Lede } from './lede.tsx'
import { MonthChart } from './month-chart.tsx'
import { groupByMonth } from './month-groups.ts'
import { MonthTable } from './month-table.tsx'
import { Notice, SampleNotice } from './notice.tsx'
import { OpenIncidents } from './open-incidents.tsx'
import { PageTitle } from './page-title.tsx'
import { Pager } from './pager.tsx'
import { TakeAway } from './take-away.tsx'
import { VendorState } from './vendor-state.tsx'

interface HistoryPageProps {
  vendor: VendorView
  list: { incidents: IncidentView[]; nextCursor: string | null; total: number }
  filter: HistoryFilter
}

/** A vendor's history: the answer, then the evidence, then the tools. */
export function HistoryPage({ vendor, list, filter }: HistoryPageProps) {
  const { history } = vendor
  const path = vendorPath(vendor.slug)
  const addressOf = (overrides: Partial<HistoryFilter>) => withQuery(path, filterToQuery(filter, overrides))
  const sentence = historySentence(vendor, filter)
  // `window` is the last of the names in their order, so a month after this is the address narrowed to it.
  const monthBase = addressOf({ window: 'MONTH' }).replace(/MONTH$/, '')
  const openCount = vendor.openIncidents.filter(({ kind }) => kind === 'incident').length
  return (
    <>
      <PageTitle
        crumbs={
          <>
            <a href="/" className="hover:underline">
              Vendors
            </a>
            {vendor.category !== null && (
              <>
                {' / '}
                <a href={`/?category=${encodeURIComponent(vendor.category)}`} className="hover:underline">
                  {vendor.category}
                </a>
              </>
            )}
          </>
        }
        actions={<TakeAway slug={vendor.slug} filter={filter} />}
      >
        {vendor.name} outage history
      </PageTitle>
      <div className="mt-4">
        <VendorState vendor={vendor} asOf={filter.asOf} />
      </div>
      <OpenIncidents incidents={vendor.openIncidents} />
      {filter.asOf !== null && (
        <Notice>
          Everything on this page is as of {formatInstant(filter.asOf)}.{' '}
          <a href={addressOf({ asOf: null })} className="linked">
            Show it as of now
          </a>
        </Notice>
      )}
      {vendor.isSample && <SampleNotice name={vendor.name} />}
      <div className="mt-5.5">
        <Lede sentence={sentence} figures={figuresOf(sentence, history.downtimeSeconds)} />
      </div>
      <div className="mt-7.5">
        <Figures history={history} longestHref={history.longest && incidentPath(vendor.slug, history.longest.id, '')} />
      </div>
      <CoverageStrip history={history} />
      <div className="mt-8 grid gap-x-12 gap-y-7 md:grid-cols-2">
        <MonthChart
          title="Incidents per month"
          measure="incidents"
          months={history.monthly.map(({ month, incidentCount }) => [month, incidentCount])}
          linkBase={monthBase}
        />
        <MonthChart
          title="Downtime per month"
          measure="downtime"
          months={history.monthly.map(({ month, downtimeSeconds }) => [month, downtimeSeconds])}
          linkBase={monthBase}
        />
      </div>
      <MonthTable monthly={history.monthly} linkBase={monthBase} />
      <HistoryFilters
        path={path}
        filter={filter}
        years={yearsSince(vendor.held.since, history.asOf)}
        components={componentsOf(list.incidents)}
        total={list.total}
      />
      <p id="incidents" className="mt-4.5 max-w-[68ch] text-soft">
        {heldSentence({ name: vendor.name, kind: filter.kind, held: vendor.held, isSoFar: openCount > 0 }).text}
      </p>
      {list.incidents.length === 0 ? (
        <DropFilters path={path} filter={filter} />
      ) : (
        <IncidentList
          kind={filter.kind}
          groups={groupByMonth(list.incidents, history.monthly, {
            isFirstPage: filter.cursor === null,
            isLastPage: list.nextCursor === null,
          })}
        />
      )}
      <Pager
        newest={filter.cursor === null ? null : `${addressOf({ cursor: null })}#incidents`}
        older={list.nextCursor === null ? null : `${addressOf({ cursor: list.nextCursor })}#incidents`}
      />
      <FigureNotes history={history} openCount={openCount} />
    </>
  )
}

/** "Courier had 24 outages in the last 2 years …", for the page and for what speaks of it. */
export function historySentence(vendor: VendorView, filter: HistoryFilter): Sentence {
  const { history, held, name, openIncidents } = vendor
  const { label } = parseWindow(filter.window, { asOf: history.asOf, firstKnown: held.since })
  return windowSentence({
    name,
    kind: filter.kind,
    label,
    history,
    isSoFar: openIncidents.some(({ kind }) => kind === filter.kind),
  })
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`
}

function yearsSince(since: Date | null, asOf: Date): number[] {
  const last = asOf.getUTCFullYear()
  const first = since?.getUTCFullYear() ?? last
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => last - index)
}

function componentsOf(incidents: IncidentView[]): string[] {
  return [...new Set(incidents.flatMap(({ components }) => components))].sort()
}
