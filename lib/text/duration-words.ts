import { formatDuration } from '#lib/domain/format.ts'
import type { DurationBasis } from '#lib/domain/incident.ts'

const BASIS_WORDS = {
  reported: 'from start to end as reported',
  single: 'duration not reported',
  ongoing: 'so far',
  undated: 'no time reported',
  corrected: 'corrected',
  impossible: 'the reported end lies before the start',
  seen: 'at least; end not known',
  planned: 'has not started',
  unclear: 'not understood',
} satisfies Record<DurationBasis, string>

/** "1h 17m, from start to end as reported" or "duration not reported". */
export function describeDuration({
  durationSeconds,
  durationBasis,
  durationIsMinimum,
}: {
  durationSeconds: number | null
  durationBasis: DurationBasis
  durationIsMinimum: boolean
}): string {
  const isLostSight = durationBasis === 'ongoing' && durationIsMinimum
  const words = isLostSight ? 'at least; open when last read' : BASIS_WORDS[durationBasis]
  return durationSeconds === null ? words : `${formatDuration(durationSeconds)}, ${words}`
}
