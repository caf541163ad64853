import type { ReactNode } from 'react'
import { Downtime, quietWords } from '#components/text/downtime.tsx'
import { FIGURE_RULES, type FigureKey, noteId } from '#components/text/figure-rules.ts'
import { lookOfState } from '#components/text/icon.tsx'
import { NotKnown } from '#components/text/not-known.tsx'
import { RuleNote } from '#components/text/rule-note.tsx'
import { StateWord } from '#components/text/state-word.tsx'
import { NoteButton } from '#components/ui/note.tsx'
import { Scroller } from '#components/ui/scroller.tsx'
import { FEWEST_DAYS } from '#lib/domain/coverage.ts'
import { formatDuration, formatInteger, formatRate } from '#lib/domain/format.ts'
import { type Month, rateOf } from '#lib/domain/statistics/rate.ts'
import type { ComparedVendor } from '#lib/queries/schemas.ts'
import { downtimeRate, intervalWords } from '#lib/text/chance/rate-words.ts'
import { hasData } from '#lib/text/coverage-words.ts'
import { p90Shown } from '#lib/text/percentile.ts'
import { vendorPath } from '#lib/url/path.ts'

type Row = [label: ReactNode, value: (vendor: ComparedVendor) => ReactNode]

const rule = (key: FigureKey) => <NoteButton id={noteId(key)}>{FIGURE_RULES[key].title}</NoteButton>
const duration = (seconds: number | null) => (seconds === null ? <NotKnown /> : formatDuration(seconds))

const NOW: Row = [
  'Now',
  ({ state }) => (
    <span className={lookOfState(state).colour}>
      <StateWord state={state} />
    </span>
  ),
]
const EACH: Row[] = [
  [rule('count'), ({ history }) => (hasData(history) ? formatInteger(history.incidentCount) : <NotKnown />)],
  [rule('downtime'), ({ history }) => (hasData(history) ? <Downtime {...history} /> : <NotKnown />)],
  [
    rule('rate'),
    ({ history: { incidentsPerMonth: rate, coverage } }) =>
      rate === null || coverage.knownDays < FEWEST_DAYS ? <NotKnown /> : formatRate(rate),
  ],
  [rule('median'), ({ history }) => duration(history.medianDurationSeconds)],
  [rule('p90'), ({ history }) => duration(p90Shown(history))],
  [rule('longest'), ({ history }) => duration(history.longest?.durationSeconds ?? null)],
  [rule('unreported'), ({ history }) => formatInteger(history.unknownDurationCount)],
]
const QUIET: Row = [
  rule('quiet'),
  ({ history }) =>
    history.timeWithoutIncidentPercent === null ? (
      <NotKnown />
    ) : (
      quietWords(history.timeWithoutIncidentPercent, history.downtimeIsMinimum)
    ),
]
/** The same figures within the time that is known of all: only these can be held against each other. */
const COMMON: Row[] = [
  [FIGURE_RULES.count.title, ({ common }) => formatInteger(common.incidentCount)],
  [
    FIGURE_RULES.downtime.title,
    ({ common }) => (
      <b>
        <Downtime {...common} />
      </b>
    ),
  ],
  ['Incidents per month', ({ common }) => <Interval months={common.months.counts} isCount />],
  [
    'Downtime per month',
    ({ common }) => <Interval months={common.months.seconds} isCount={false} isMinimum={common.downtimeIsMinimum} />,
  ],
  [FIGURE_RULES.longest.title, ({ common }) => duration(common.longestSeconds || null)],
  [FIGURE_RULES.unreported.title, ({ common }) => formatInteger(common.unknownDurationCount)],
]
/** A rate, and below it the interval that chance leaves; a minimum has none. */
function Interval({ months, isCount, isMinimum }: { months: Month[]; isCount: boolean; isMinimum?: boolean }) {
  const rate = rateOf(months, { isCount })
  if (rate === null) return <NotKnown />
  return (
    <>
      {isCount ? formatRate(rate.perMonth) : downtimeRate(rate.perMonth, isMinimum)}
      {!isMinimum && <span className="block text-note text-soft">{intervalWords(rate, isCount)}</span>}
    </>
  )
}

const WITHOUT_IMPACT: Row = ['Left out: no impact rating', ({ history }) => formatInteger(history.unknownImpactCount)]
const RULES = [
  'count',
  'downtime',
  'rate',
  'median',
  'p90',
  'longest',
  'unreported',
  'quiet',
] as const satisfies FigureKey[]

/** The figures of several vendors side by side; `query` narrows each vendor's own page in the same way. */
export function CompareTable({
  vendors,
  commonLabel,
  isNarrowed,
  query,
}: {
  vendors: ComparedVendor[]
  /** Names the period known of all vendors; null where there is none. */
  commonLabel: string | null
  /** Whether only some of the outages are counted. */
  isNarrowed: boolean
  query: string
}) {
  const each = [
    ...EACH,
    ...(isNarrowed ? [] : [QUIET]),
    ...(vendors.some(({ history }) => history.unknownImpactCount > 0) ? [WITHOUT_IMPACT] : []),
  ]
  return (
    <Scroller label="Figures side by side" className="mt-7.5 border-line border-y">
      <table className="whole w-full tabular-nums">
        <thead className="text-left">
          <tr className="border-line border-b align-bottom">
            <td />
            {vendors.map(({ slug, name }) => (
              <th key={slug} scope="col" className="py-2.5 pl-3 sm:min-w-28 text-right font-[620]">
                <a href={`${vendorPath(slug)}${query === '' ? '' : `?${query}`}`} className="linked">
                  {name}
                </a>
              </th>
            ))}
          </tr>
        </thead>
        <Rows title={null} rows={[NOW]} vendors={vendors} />
        {commonLabel !== null && <Rows title={commonLabel} rows={COMMON} vendors={vendors} />}
        <Rows
          title={commonLabel === null ? 'In the window' : 'In each vendor’s own known time'}
          rows={each}
          vendors={vendors}
        />
        <tfoot data-end hidden />
      </table>
    </Scroller>
  )
}

function Rows({ title, rows, vendors }: { title: string | null; rows: Row[]; vendors: ComparedVendor[] }) {
  return (
    <tbody className="border-line border-b last-of-type:border-b-0">
      {title !== null && (
        <tr>
          <th scope="rowgroup" colSpan={vendors.length + 1} className="pt-3 pb-1 text-left font-[580] text-label">
            {title}
          </th>
        </tr>
      )}
      {rows.map(([label, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are always the same
        <tr key={index} className="border-line border-b last:border-b-0">
          <th scope="row" className="min-w-26 py-2 text-left font-normal text-label text-soft">
            {label}
          </th>
          {vendors.map((vendor) => (
            <td key={vendor.slug} className="whitespace-nowrap py-2 pl-3 text-right">
              {value(vendor)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

/** The notes that the table's dotted labels open. */
export function CompareNotes() {
  return RULES.map((key) => <RuleNote key={key} id={noteId(key)} {...FIGURE_RULES[key]} />)
}
