import { formatDay, formatInteger } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { coverageSentence } from '#lib/text/coverage-words.ts'
import { CoverageBar } from './coverage-bar.tsx'

/**
 * How much of the window is known: solid where the source listed everything, thin where it listed a part, hatched elsewhere.
 * `heldCount`: all outages that we hold, to compare with the number that the source claims; null where outages are not what is
 * counted.
 */
export function CoverageStrip({ history, heldCount = null }: { history: HistoryView; heldCount?: number | null }) {
  const { window, coverage } = history
  return (
    <div className="mt-5 grid gap-1.5">
      <CoverageBar window={window} periods={coverage.periods} />
      <p className="text-label text-soft">
        {coverageSentence(window, coverage)}
        {!coverage.complete && coverage.from !== null && ' Hatched: no data.'}
        {coverage.declaredIncidentCount !== null &&
          heldCount !== null &&
          coverage.declaredIncidentCount > heldCount && (
            <>
              {' '}
              The source claims {formatInteger(coverage.declaredIncidentCount)}
              {coverage.declaredSince && ` since ${formatDay(coverage.declaredSince)}`}.
            </>
          )}{' '}
        <a href="/methodology#coverage" className="linked">
          What is known
        </a>
      </p>
    </div>
  )
}
