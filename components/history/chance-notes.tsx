import { formatRate } from '#lib/domain/format.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { atMostSentence, trendSentence } from '#lib/text/chance/chance-words.ts'
import { downtimeRate, intervalWords } from '#lib/text/chance/rate-words.ts'
import { kindNoun } from '#lib/text/headline.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'

/** What may be said beyond what was posted: the rates with their limits, the trend, and what the postings allow at most. */
export function ChanceNotes({
  vendor: { history, trend },
  filter,
}: {
  vendor: Pick<VendorView, 'history' | 'trend'>
  filter: HistoryFilter
}) {
  const sentences = [
    ratesSentence(history, filter.kind),
    trend && trendSentence(trend),
    atMostSentence(history.atMost),
  ].filter((sentence) => sentence !== null)
  if (sentences.length === 0) return null
  return (
    <p className="mt-4 max-w-[68ch] text-small text-soft tabular-nums">
      {sentences.join(' ')}{' '}
      <a href="/methodology#chance" className="linked">
        How we know
      </a>
    </p>
  )
}

/**
 * "Per known month: 1.3 outages (90% interval 0.9 to 1.9) and 3h 17m of downtime (90% interval 2h to 5h)." Only the count
 * of other kinds, where no downtime was reported, and where its end is not known: a minimum has no interval.
 */
function ratesSentence(
  { rates: { incidents, downtimeSeconds }, downtimeIsMinimum }: VendorView['history'],
  kind: HistoryFilter['kind'],
): string | null {
  if (incidents === null) return null
  const count = `Per known month: ${formatRate(incidents.perMonth)} ${kindNoun(kind, 2)} (${intervalWords(incidents, true)})`
  const isOpen = downtimeSeconds === null || downtimeSeconds.high === null || downtimeIsMinimum
  if (kind !== 'incident' || isOpen) return `${count}.`
  const downtime = `${downtimeRate(downtimeSeconds.perMonth)} of downtime (${intervalWords(downtimeSeconds, false)})`
  return `${count} and ${downtime}.`
}
