import type { ReactNode } from 'react'
import { Downtime, quietWords } from '#components/text/downtime.tsx'
import { FIGURE_RULES, type FigureKey, noteId } from '#components/text/figure-rules.ts'
import { lookOfState } from '#components/text/icon.tsx'
import { NotKnown } from '#components/text/not-known.tsx'
import { RuleNote } from '#components/text/rule-note.tsx'
import { StateWord } from '#components/text/state-word.tsx'
import { NoteButton } from '#components/ui/note.tsx'
import { formatDuration, formatInteger, formatRate } from '#lib/domain/format.ts'
import type { ComparedVendor } from '#lib/queries/schemas.ts'
import { vendorPath } from '#lib/url/path.ts'

type Row = [label: ReactNode, value: (vendor: ComparedVendor) => ReactNode]

const rule = (key: FigureKey) => <NoteButton id={noteId(key)}>{FIGURE_RULES[key].title}</NoteButton>
const duration = (seconds: number | null) => (seconds === null ? <NotKnown /> : formatDuration(seconds))

const EACH: Row[] = [
  [rule('count'), ({ history }) => (isKnown(history) ? formatInteger(history.incidentCount) : <NotKnown />)],
  [rule('downtime'), ({ history }) => (isKnown(history) ? <Downtime {...history} /> : <NotKnown />)],
  [
    rule('rate'),
    ({ history }) => (history.incidentsPerMonth === null ? <NotKnown /> : formatRate(history.incidentsPerMonth)),
  ],
  [rule('median'), ({ history }) => duration(history.medianDurationSeconds)],
  [rule('p90'), ({ history }) => duration(history.p90DurationSeconds)],
  [rule('longest'), ({ history }) => duration(history.longest?.durationSeconds ?? null)],
  [rule('unreported'), ({ history }) => formatInteger(history.unknownDurationCount)],
  [
    rule('quiet'),
    ({ history }) =>
      history.timeWithoutIncidentPercent === null ? (
        <NotKnown />
      ) : (
        quietWords(history.timeWithoutIncidentPercent, history.downtimeIsMinimum)
      ),
  ],
]
const WITHOUT_IMPACT: Row = ['Left out: no impact given', ({ history }) => formatInteger(history.unknownImpactCount)]
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
  query,
}: {
  vendors: ComparedVendor[]
  /** Names the period known of all vendors; null where there is none. */
  commonLabel: string | null
  query: string
}) {
  const rows: Row[] = [
    [
      'Now',
      ({ state }) => (
        <span className={lookOfState(state).colour}>
          <StateWord state={state} />
        </span>
      ),
    ],
    ...(commonLabel === null
      ? []
      : ([
          [
            `Downtime in the ${commonLabel}`,
            ({ commonDowntimeSeconds, commonDowntimeIsMinimum }) => (
              <b>
                <Downtime downtimeSeconds={commonDowntimeSeconds} downtimeIsMinimum={commonDowntimeIsMinimum} />
              </b>
            ),
          ],
        ] as Row[])),
    ...EACH,
    ...(vendors.some(({ history }) => history.unknownImpactCount > 0) ? [WITHOUT_IMPACT] : []),
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keys
    <section aria-label="Figures side by side" tabIndex={0} className="mt-7.5 overflow-x-auto border-line border-y">
      <table className="whole w-full tabular-nums">
        <thead className="text-left">
          <tr className="border-line border-b align-bottom">
            <td className="py-2.5 text-label text-soft">In the window</td>
            {vendors.map(({ slug, name }) => (
              <th key={slug} scope="col" className="py-2.5 pl-3 sm:min-w-28 text-right font-[620]">
                <a href={`${vendorPath(slug)}${query === '' ? '' : `?${query}`}`} className="linked">
                  {name}
                </a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
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
        <tfoot data-end hidden />
      </table>
    </section>
  )
}

/** The notes that the table's dotted labels open. */
export function CompareNotes() {
  return RULES.map((key) => <RuleNote key={key} id={noteId(key)} {...FIGURE_RULES[key]} />)
}

/** Whether the history covers any time, or holds incidents all the same. */
function isKnown({ coverage, incidentCount, downtimeSeconds }: ComparedVendor['history']): boolean {
  return coverage.from !== null || incidentCount > 0 || downtimeSeconds > 0
}
