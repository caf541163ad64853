import type { ReactNode } from 'react'
import { quietWords } from '#components/text/downtime.tsx'
import { FIGURE_RULES, type FigureKey, noteId } from '#components/text/figure-rules.ts'
import { NoteButton } from '#components/ui/note.tsx'
import { formatDay, formatDuration, formatInteger, formatSum } from '#lib/domain/format.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { isNarrowed } from '#lib/text/filter-words.ts'
import { p90Shown } from '#lib/text/percentile.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { incidentPath } from '#lib/url/path.ts'

/** Fewer figures than this would look lost if spread over the full width. */
const FEW = 5

export interface FiguresProps {
  vendor: Pick<VendorView, 'slug' | 'history'> & { held: Pick<VendorView['held'], 'since'> }
  filter: HistoryFilter
}

/** The figures that the sentence above them does not include. An unknown figure is omitted, not shown as zero. */
export function knownFigures({ vendor, filter }: FiguresProps): [FigureKey, ReactNode][] {
  const { slug, history, held } = vendor
  const { longest, timeWithoutIncidentPercent: quiet } = history
  const longestHref = longest && incidentPath(slug, longest.id, '')
  const isOverlapping = history.incidentSeconds !== history.downtimeSeconds
  const figures: [FigureKey, ReactNode][] = [
    ['median', duration(history.medianDurationSeconds)],
    ['p90', duration(p90Shown(history))],
    ['longest', longest && <Linked href={longestHref}>{formatDuration(longest.durationSeconds)}</Linked>],
    ['mitigate', duration(history.medianTimeToMitigateSeconds)],
    ['sum', isOverlapping ? formatSum(history.incidentSeconds, history.downtimeIsMinimum) : null],
    [
      'unreported',
      history.unknownDurationCount > 0 && <OutOf part={history.unknownDurationCount} whole={history.incidentCount} />,
    ],
    // Of only some of the outages, the rest of the time is not free of posted incidents.
    ['quiet', quiet !== null && !isNarrowed(filter) && quietWords(quiet, history.downtimeIsMinimum)],
    // Where the whole history begins, whatever the window.
    ['since', held.since && formatDay(held.since)],
  ]
  return figures.filter(([, value]) => value)
}

export function Figures(props: FiguresProps) {
  const known = knownFigures(props)
  if (known.length === 0) return null
  return (
    <div className="whole">
      <dl
        className={`grid grid-cols-2 gap-x-7 gap-y-4 border-line border-y py-4.5 print:grid-cols-4 md:flex md:flex-wrap ${
          known.length < FEW ? 'md:gap-x-16' : 'md:justify-between'
        }`}
      >
        {known.map(([key, value]) => (
          <div key={key}>
            <dt className="text-label text-soft">
              <NoteButton id={noteId(key)}>{FIGURE_RULES[key].title}</NoteButton>
            </dt>
            <dd className="mt-0.5 font-[580] text-figure tabular-nums tracking-[-0.01em]">{value}</dd>
          </div>
        ))}
      </dl>
      <span data-end hidden />
    </div>
  )
}

function duration(seconds: number | null): string | null {
  return seconds === null ? null : formatDuration(seconds)
}

function Linked({ href, children }: { href: string | null; children: ReactNode }) {
  return href === null ? (
    children
  ) : (
    <a href={href} className="linked">
      {children}
    </a>
  )
}

function OutOf({ part, whole }: { part: number; whole: number }) {
  return (
    <>
      {formatInteger(part)} <span className="font-normal text-small text-soft">of {formatInteger(whole)}</span>
    </>
  )
}
