import { formatDuration, formatInstant, formatInteger } from '#lib/domain/format.ts'
import type { Forecast } from '#lib/domain/statistics/forecast.ts'

type Expected = Pick<Forecast, 'basis' | 'count' | 'medianSeconds' | 'boundSeconds' | 'share' | 'isMitigated'>

/** A piece in an array is emphasised. */
export type Piece = string | [string]

/**
 * "Of 34 similar outages that had gone on as long, half were over within another 35m and 80% within another 2h 10m." For null, that
 * too few are known.
 */
export function expectedPieces(expected: Expected | null): Piece[] {
  if (expected === null)
    return ['Too few outages like this one are known to say how long it may go on: a forecast needs 10.']
  const { basis, count, medianSeconds, boundSeconds, share, isMitigated } = expected
  const long = isMitigated ? 'that went on as long after a fix was posted' : 'that had gone on as long'
  const bound: Piece[] =
    boundSeconds === null
      ? ['; the rest do not reach far enough for a bound.']
      : [` and ${Math.round(100 * share)}% within another `, [within(boundSeconds)], '.']
  return [
    `Of ${formatInteger(count)} ${OUTAGES[basis]} ${long}, half were over within another `,
    [within(medianSeconds)],
    ...bound,
  ]
}

const OUTAGES = {
  similar: 'similar outages',
  vendor: 'outages of this vendor',
  category: 'outages of other vendors in its category',
} satisfies Record<Expected['basis'], string>

/** The same with the moment at which it was said, for files and feeds, which are read later. */
export function expectedAsSaid(expected: Expected & { asOf: Date }): string {
  const text = expectedPieces(expected).flat().join('')
  return `As of ${formatInstant(expected.asOf)}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`
}

/** "80% of 34 similar outages were over within another 2h 10m": for lists, where the sentence would be too long. */
export function expectedBriefly({ basis, count, medianSeconds, boundSeconds, share }: Expected): string {
  const [part, seconds] = boundSeconds === null ? [0.5, medianSeconds] : [share, boundSeconds]
  return `${Math.round(100 * part)}% of ${formatInteger(count)} ${OUTAGES[basis]} were over within another ${within(seconds)}`
}

/** Rounded up to the minute: what was over within 2h 10m 50s was not all over within 2h 10m. */
function within(seconds: number): string {
  return formatDuration(60 * Math.ceil(seconds / 60))
}
