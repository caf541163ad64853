import { CoverageStrip } from '#components/chart/coverage-strip.tsx'
import { MonthCharts } from '#components/chart/month-charts.tsx'
import { monthAddressBase } from '#components/filter/history-address.ts'
import { FEWEST_DAYS } from '#lib/domain/coverage.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { severityShown } from '#lib/text/severity-words.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { ChanceNotes } from './chance-notes.tsx'
import { Figures } from './figures.tsx'

/** The evidence for the answer: the other figures, the coverage, and the months. */
export function HistoryEvidence({ vendor, filter }: { vendor: VendorView; filter: HistoryFilter }) {
  const { history, held, slug } = vendor
  const linkBase = monthAddressBase(slug, filter)
  return (
    <>
      <div className="mt-7.5">
        <Figures vendor={vendor} filter={filter} />
      </div>
      <ChanceNotes vendor={vendor} filter={filter} />
      <CoverageStrip history={history} heldCount={filter.kind === 'incident' ? held.incidentCount : null} />
      {history.coverage.days >= FEWEST_DAYS && (
        <MonthCharts
          monthly={history.monthly}
          severity={severityShown(history.severity, filter)}
          linkBase={linkBase}
          breaks={vendor.breaks ?? []}
        />
      )}
    </>
  )
}
