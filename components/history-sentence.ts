import type { HistoryFilter } from '#lib/domain/filter.ts'
import { narrowingPhrases, titleOf } from '#lib/domain/filter-words.ts'
import { formatInstant } from '#lib/domain/format.ts'
import { type Sentence, windowSentence } from '#lib/domain/headline.ts'
import { parseWindow } from '#lib/domain/window.ts'
import type { VendorView } from '#lib/queries/shapes.ts'

/** "Courier had 24 outages in the last 2 years …"; of a filtered history it says which part is counted. */
export function historySentence(vendor: VendorView, filter: HistoryFilter): Sentence {
  const { history, name, openIncidents } = vendor
  const isSoFar = openIncidents.some(({ kind }) => filter.kind === 'all' || kind === filter.kind)
  const [label, narrowing] = [windowLabel(vendor, filter), narrowingPhrases(filter)]
  return windowSentence({ name, kind: filter.kind, label, narrowing, history, isSoFar })
}

/** The sentence for where nothing stands beside it. */
export function historySummary(vendor: VendorView, filter: HistoryFilter): string {
  const { text } = historySentence(vendor, filter)
  return filter.asOf === null ? text : `${text} As of ${formatInstant(filter.asOf)}.`
}

/** "Courier outage history", with what narrows it. */
export function historyTitle(vendor: VendorView, filter: HistoryFilter): string {
  return titleOf(vendor.name, filter, windowLabel(vendor, filter))
}

function windowLabel({ history, held }: VendorView, filter: HistoryFilter): string {
  return parseWindow(filter.window, { asOf: history.asOf, firstKnown: held.since }).label
}
