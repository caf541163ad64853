import { FIGURE_RULES, type FigureKey, noteId } from '#components/text/figure-rules.ts'
import { RuleNote } from '#components/text/rule-note.tsx'
import { formatCount } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { p90Shown } from '#lib/text/percentile.ts'

/** Explains the rule of each figure shown and what the figure left out; each note opens beside its figure. */
export function FigureNotes({ history, openCount }: { history: HistoryView; openCount: number }) {
  const left = leftOut(history, openCount)
  const absent = absentFigures(history)
  const rules = Object.entries(FIGURE_RULES).filter(([key]) => !absent.includes(key as FigureKey))
  return rules.map(([key, { title, rule, anchor }]) => (
    <RuleNote key={key} id={noteId(key as FigureKey)} title={title} rule={rule} anchor={anchor}>
      {left[key as FigureKey]?.map((sentence) => (
        <p key={sentence} className="mt-2">
          {sentence}
        </p>
      ))}
    </RuleNote>
  ))
}

/** The figures that are not known, and so not on the page (figures.tsx). */
function absentFigures(history: HistoryView): FigureKey[] {
  const { medianDurationSeconds, medianTimeToMitigateSeconds, timeWithoutIncidentPercent, unknownDurationCount } =
    history
  const figures: Partial<Record<FigureKey, boolean>> = {
    median: medianDurationSeconds !== null,
    p90: p90Shown(history) !== null,
    longest: history.longest !== null,
    mitigate: medianTimeToMitigateSeconds !== null,
    sum: history.incidentSeconds !== history.downtimeSeconds,
    unreported: unknownDurationCount > 0,
    quiet: timeWithoutIncidentPercent !== null,
  }
  return Object.keys(figures).filter((key) => !figures[key as FigureKey]) as FigureKey[]
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
