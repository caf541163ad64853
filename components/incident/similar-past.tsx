import { formatDuration } from '#lib/domain/format.ts'
import type { SimilarPast } from '#lib/queries/schemas.ts'

/** "Similar past incidents: median 48m of 6", shown on an open incident. */
export function SimilarPastNote({ similar }: { similar: SimilarPast | undefined }) {
  if (similar === undefined) return null
  return (
    <>
      Similar past incidents: median{' '}
      <b className="font-[580] text-ink">{formatDuration(similar.medianDurationSeconds)}</b> of {similar.count}
    </>
  )
}
