import { mayGrow } from '#components/incident/still-open.ts'
import { formatInstant } from '#lib/domain/format.ts'
import { parseWindow } from '#lib/domain/window.ts'
import type { HistoryView, VendorView } from '#lib/queries/schemas.ts'
import { coverageSentence } from '#lib/text/coverage-words.ts'
import { narrowingPhrases, titleOf } from '#lib/text/filter-words.ts'
import {
  joinSentences,
  knownDaysSentence,
  leftOutSentence,
  type Sentence,
  unclearSentence,
  windowSentence,
} from '#lib/text/headline.ts'
import { majorSentence } from '#lib/text/severity-words.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'

/**
 * "Courier had 24 outages in the last 2 years …"; for a filtered history, also which incidents are counted; and how many days are
 * known, if not nearly all.
 */
export function historySentence(vendor: VendorView, filter: HistoryFilter): Sentence {
  const { history, name } = vendor
  const [label, narrowing] = [windowLabel(vendor, filter), narrowingPhrases(filter)]
  return joinSentences(
    windowSentence({ name, kind: filter.kind, label, narrowing, history, isSoFar: mayGrow(vendor, filter) }),
    knownDaysSentence(history.coverage),
  )
}

/** The sentence for places without figures beside it. */
export function historySummary(vendor: VendorView, filter: HistoryFilter): string {
  return summaryOf(historySentence(vendor, filter), vendor.history, filter)
}

/** A sentence of figures with its caveats. */
export function summaryOf(sentence: Sentence, history: HistoryView, filter: HistoryFilter): string {
  return [sentence.text, ...caveatsOf(history, filter)].join(' ')
}

/**
 * How much of the downtime was major, what the figures leave out, what they rest on if not the whole window, and the time they are
 * as of.
 */
export function caveatsOf(history: HistoryView, filter: HistoryFilter): string[] {
  const { unknownImpactCount, unclearCount, coverage, window } = history
  const { kind, asOf } = filter
  return [
    majorSentence(history, filter),
    leftOutSentence(unknownImpactCount, kind),
    unclearSentence(unclearCount),
    coverage.complete || coverage.from === null ? null : coverageSentence(window, coverage),
    asOf && `As of ${formatInstant(asOf)}.`,
  ].filter((caveat) => caveat !== null)
}

/** "Courier outage history", with the active filters. */
export function historyTitle(vendor: VendorView, filter: HistoryFilter): string {
  return titleOf(vendor.name, filter, windowLabel(vendor, filter))
}

function windowLabel({ history, held }: VendorView, filter: HistoryFilter): string {
  return parseWindow(filter.window, { asOf: history.asOf, firstKnown: held.since }).label
}
