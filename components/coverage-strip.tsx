import { formatDay, formatInteger } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/shapes.ts'
import { HATCH } from './hatch.tsx'

/** Which part of the window is known: solid where the source listed everything, thin where it listed a part, hatched elsewhere. */
export function CoverageStrip({ history }: { history: HistoryView }) {
  const { window, coverage, incidentCount } = history
  const length = window.to.getTime() - window.from.getTime()
  const share = (ms: number) => `${Math.round((10_000 * ms) / Math.max(length, 1)) / 100}%`
  return (
    <div className="mt-5 grid gap-1.5">
      <svg width="100%" height="6" aria-hidden="true" className="overflow-hidden rounded-sm">
        <rect width="100%" height="6" fill={HATCH} />
        {coverage.periods
          .filter(({ quality }) => quality !== 'failed')
          .map(({ from, to, quality }) => (
            <rect
              key={from.getTime()}
              x={share(from.getTime() - window.from.getTime())}
              width={share(to.getTime() - from.getTime())}
              y={quality === 'complete' ? 0 : 2}
              height={quality === 'complete' ? 6 : 2}
              className="fill-faint"
            />
          ))}
      </svg>
      <p className="text-label text-soft">
        {coverageText(history)}
        {coverage.declaredIncidentCount !== null && coverage.declaredIncidentCount > incidentCount && (
          <>
            {' '}
            The source itself speaks of {formatInteger(coverage.declaredIncidentCount)}
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

function coverageText({ coverage }: HistoryView): string {
  if (coverage.from === null || coverage.to === null)
    return 'Nothing of this window is known: no data is not the same as no incidents.'
  if (coverage.complete) return 'The whole window is known.'
  const solid = coverage.periods.every(({ quality }) => quality === 'complete')
  return `Known from ${formatDay(coverage.from)} to ${formatDay(coverage.to)}${solid ? '' : ', with gaps or in part'}. Hatched: no data.`
}
