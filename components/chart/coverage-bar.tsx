import type { CoveragePeriod, Period } from '#lib/domain/incident.ts'
import { HATCH } from './hatch.tsx'

/**
 * A window drawn to scale: solid where fully known, thin where partly known, hatched elsewhere. Decorative; adjacent text says
 * the same.
 */
export function CoverageBar({ window, periods }: { window: Period; periods: CoveragePeriod[] }) {
  const length = window.to.getTime() - window.from.getTime()
  const share = (ms: number) => `${Math.round((10_000 * ms) / Math.max(length, 1)) / 100}%`
  return (
    <svg width="100%" height="6" aria-hidden="true" className="overflow-hidden rounded-sm">
      <rect width="100%" height="6" fill={HATCH} />
      {periods
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
  )
}
