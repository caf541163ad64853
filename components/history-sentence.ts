import type { HistoryFilter } from '#lib/domain/filter.ts'
import { type Sentence, windowSentence } from '#lib/domain/headline.ts'
import { parseWindow } from '#lib/domain/window.ts'
import type { VendorView } from '#lib/queries/shapes.ts'

/** "Courier had 24 outages in the last 2 years …", for the page and for what speaks of it. */
export function historySentence(vendor: VendorView, filter: HistoryFilter): Sentence {
  const { history, held, name, openIncidents } = vendor
  const { label } = parseWindow(filter.window, { asOf: history.asOf, firstKnown: held.since })
  const isSoFar = openIncidents.some(({ kind }) => filter.kind === 'all' || kind === filter.kind)
  return windowSentence({ name, kind: filter.kind, label, history, isSoFar })
}
