import { FIGURE_RULES, type FigureKey, noteId } from '#components/text/figure-rules.ts'
import { RuleNote } from '#components/text/rule-note.tsx'
import { formatCount } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { type FiguresProps, knownFigures } from './figures.tsx'

/** Those of the sentence above the other figures. */
const IN_SENTENCE: FigureKey[] = ['count', 'downtime', 'rate']

/** Explains the rule of each figure shown and what the figure left out; each note opens beside its figure. */
export function FigureNotes({ vendor, filter, openCount }: FiguresProps & { openCount: number }) {
  const left = leftOut(vendor.history, openCount)
  const shown = [...IN_SENTENCE, ...knownFigures({ vendor, filter }).map(([key]) => key)]
  return shown.map((key) => (
    <RuleNote key={key} id={noteId(key)} {...FIGURE_RULES[key]}>
      {left[key]?.map((sentence) => (
        <p key={sentence} className="mt-2">
          {sentence}
        </p>
      ))}
    </RuleNote>
  ))
}

function leftOut(history: HistoryView, openCount: number): Partial<Record<FigureKey, string[]>> {
  const { unknownDurationCount: unknown, carriedOver, coverage } = history
  const unreported = unknown > 0 ? [`Left out: ${formatCount(unknown, 'incident')} without a reported duration.`] : []
  const open = openCount > 0 ? [`Left out: ${formatCount(openCount, 'incident')} still open.`] : []
  const carried =
    carriedOver.length > 0
      ? [
          `Included: the part inside the window of ${formatCount(carriedOver.length, 'incident')} that started before it.`,
        ]
      : []
  const gaps = coverage.complete
    ? []
    : ['We do not know the whole window; the coverage bar shows which parts are missing.']
  return {
    count: gaps,
    downtime: [...unreported, ...carried, ...gaps],
    rate: gaps,
    median: [...unreported, ...open],
    p90: [...unreported, ...open],
    longest: [...unreported, ...open],
  }
}
