import { formatCount, formatDuration, formatInteger, formatShare } from '#lib/domain/format.ts'
import type { Candour, Share } from '#lib/domain/report/candour.ts'

/** A figure of how a vendor reports, in words, with what it rests on. */
export interface CandourLine {
  name: string
  value: string
  /** What it rests on, or why there is no figure. */
  basis: string
}

/** Whether there is anything to say: without a posting, and unless a source was read again, every figure is of nothing. */
export function isReported({ firstPostedWhenOver, editedUpdates, withdrawnIncidents }: Candour): boolean {
  return firstPostedWhenOver.of + editedUpdates.of + withdrawnIncidents.of > 0
}

export const NOTHING_REPORTED = 'Not enough is known: no outage with a posting is on record.'

/** With fewer, a share is mostly chance: the counts are given all the same. */
const FEWEST_FOR_A_SHARE = 5
const READ_AGAIN = 'whose source was read again'

/** The figures in the order in which they are read. None of them is a grade. */
export function candourLines(candour: Candour): CandourLine[] {
  const { firstPostedWhenOver, gaps, longestSilence, lag, editedUpdates, withdrawnIncidents, stated } = candour
  return [
    {
      name: 'First posted when over',
      ...shareOf(firstPostedWhenOver, 'outage', 'with a posting'),
    },
    {
      name: 'Median time between updates',
      ...(gaps.medianSeconds === null
        ? tooFew(`${formatCount(gaps.count, 'gap')} between updates while open; a median needs 5`)
        : {
            value: formatDuration(gaps.medianSeconds),
            basis: `${formatCount(gaps.count, 'gap')} while outages were open`,
          }),
    },
    {
      name: 'Longest silence while open',
      ...(longestSilence === null
        ? tooFew('no outage was posted while it was open')
        : { value: formatDuration(longestSilence.seconds), basis: 'without an update' }),
    },
    {
      name: 'From the stated start to the first posting',
      ...(lag.medianSeconds === null
        ? tooFew(`${lagWords(lag)}; a median needs 5`)
        : { value: `${formatDuration(lag.medianSeconds)} in the middle`, basis: lagWords(lag) }),
    },
    { name: 'Updates edited', ...shareOf(editedUpdates, 'update', READ_AGAIN) },
    { name: 'Outages withdrawn', ...shareOf(withdrawnIncidents, 'outage', READ_AGAIN) },
    {
      name: 'Times in the text against times posted',
      ...(stated.count === 0
        ? tooFew('no text states when an outage began and ended')
        : {
            value: `${formatDuration(stated.statedSeconds)} against ${formatDuration(stated.postedSeconds)}`,
            basis: `${formatCount(stated.count, 'outage')} whose text states them: shorter in ${stated.shorter}, within 5 minutes in ${stated.same}, longer in ${stated.longer}`,
          }),
    },
  ]
}

/** "12%", and "3 of 24 outages with a posting". */
function shareOf({ count, of }: Share, noun: string, which: string): Omit<CandourLine, 'name'> {
  const basis = `${formatInteger(count)} of ${formatCount(of, noun)} ${which}`
  if (of < FEWEST_FOR_A_SHARE) return tooFew(`${basis}; a share needs 5`)
  return { value: formatShare(count / of), basis }
}

function lagWords({ count, of }: Share): string {
  return `${formatInteger(count)} of ${formatCount(of, 'outage')} with a stated start began a minute or more before the first posting`
}

function tooFew(basis: string): Omit<CandourLine, 'name'> {
  return { value: 'not enough is known', basis }
}
