import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import { Scroller } from '#components/ui/scroller.tsx'
import type { DayRow } from '#lib/domain/days.ts'
import { formatCount, formatDay, formatInteger, formatMonth, formatSum } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import {
  CALENDAR,
  cornerOf,
  DAY_LEVELS,
  type DayLevel,
  dayWords,
  LEVEL_LOOKS,
  LEVEL_STROKES,
  LEVEL_WORDS,
  levelOf,
  pathThrough,
  pitchOf,
  placeOf,
  round,
} from './day-scale.ts'
import { HATCH } from './hatch.tsx'

/** The days with the most downtime respond to the pointer and appear in the table. One drawing covers all others. */
const MAX_LINKED = 100
const MAX_LISTED = 40

/** One square per day of the window, shaded by hours of downtime, hatched where unknown. Text and a table say the same. */
export function DayCalendar({
  days,
  coverage,
  counted,
  linkBase,
}: {
  days: DayRow[]
  coverage: Pick<HistoryView['coverage'], 'knownDays' | 'days'>
  /** What the days are shaded by: "outage", "maintenance affecting “API”". */
  counted: string
  linkBase: string
}) {
  const first = days[0]?.day
  if (first === undefined) return null
  const troubled = days
    .filter(({ incidentCount }) => incidentCount > 0)
    .sort((a, b) => (b.downtimeSeconds ?? 0) - (a.downtimeSeconds ?? 0))
  return (
    <figure className="mt-8 min-w-0">
      <figcaption className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span className="font-[580] text-label">Day by day</span>
        <Legend />
      </figcaption>
      {/* The reversed direction makes a scrolling calendar start at its end, with the newest days. */}
      <Scroller label="Calendar of days" className="[direction:rtl]">
        <Squares days={days} linked={new Set(troubled.slice(0, MAX_LINKED))} linkBase={linkBase} />
      </Scroller>
      <p className="mt-2 text-label text-soft">{summaryOf(troubled, coverage, counted)}</p>
      {troubled.length > 0 && <DayTable days={troubled} linkBase={linkBase} />}
    </figure>
  )
}

function Squares({ days, linked, linkBase }: { days: DayRow[]; linked: Set<DayRow>; linkBase: string }) {
  const first = days[0]?.day ?? ''
  const weeks = placeOf(days.at(-1)?.day ?? first, first).week + 1
  const pitch = pitchOf(weeks)
  const size = Math.round(pitch * CALENDAR.cell * 10) / 10
  const grid = { first, pitch, size }
  const drawn = days.filter((day) => !linked.has(day))
  const pathOf = (level: DayLevel | null) =>
    pathThrough(
      drawn.filter((day) => levelOf(day) === level).map(({ day }) => day),
      grid,
    )
  const [width, height] = [round(CALENDAR.left + weeks * pitch), round(CALENDAR.top + 7 * pitch)]
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      className="text-[11px] [direction:ltr] print:h-auto print:w-full"
    >
      {['Mon', 'Wed', 'Fri'].map((name, index) => (
        <text key={name} x="0" y={round(CALENDAR.top + (2 * index + 0.8) * pitch)} className="fill-soft">
          {name}
        </text>
      ))}
      {monthLabels(days, pitch).map(({ text, x }) => (
        <text key={x} x={x} y="11" className="fill-soft">
          {text}
        </text>
      ))}
      <g fill="none" strokeWidth={size} strokeDasharray={`${size} ${round(pitch - size)}`}>
        <path d={pathOf(null)} stroke={HATCH} />
        {DAY_LEVELS.map((level) => (
          <path key={level} d={pathOf(level)} className={LEVEL_STROKES[level]} />
        ))}
      </g>
      {days
        .filter((day) => linked.has(day))
        .map((day) => (
          <a key={day.day} href={`${linkBase}${day.day}..${day.day}`} tabIndex={-1}>
            <rect
              {...cornerOf(day.day, grid)}
              width={size}
              height={size}
              className={LEVEL_LOOKS[levelOf(day) ?? 'none']}
            >
              <title>{dayWords(day)}</title>
            </rect>
          </a>
        ))}
    </svg>
  )
}

/** Every second month, at the week in which it begins; January with its year. */
function monthLabels(days: DayRow[], pitch: number): { text: string; x: number }[] {
  const first = days[0]?.day ?? ''
  return days
    .filter(({ day }) => day.endsWith('-01') && Number(day.slice(5, 7)) % 2 === 1)
    .map(({ day }) => {
      const month = formatMonth(day.slice(0, 7))
      const text = day.slice(5, 7) === '01' ? `${month.slice(0, 3)} ${day.slice(0, 4)}` : month.slice(0, 3)
      return { text, x: round(CALENDAR.left + placeOf(day, first).week * pitch) }
    })
}

function Legend() {
  return (
    <ul className="whole flex flex-wrap gap-x-4 gap-y-1 text-note text-soft">
      {DAY_LEVELS.map((level) => (
        <li key={level} className="flex items-center gap-x-1.5">
          <svg width="9" height="9" aria-hidden="true">
            <rect width="9" height="9" className={LEVEL_LOOKS[level]} />
          </svg>
          {LEVEL_WORDS[level]}
        </li>
      ))}
      <li className="flex items-center gap-x-1.5">
        <svg width="9" height="9" aria-hidden="true">
          <rect width="9" height="9" fill={HATCH} />
        </svg>
        not known
      </li>
      <li data-end hidden />
    </ul>
  )
}

/** "553 of 731 days are known. An outage was open on 26 days; the worst day was Oct 5, 2025, with 11h 23m." */
function summaryOf(
  troubled: DayRow[],
  { knownDays, days }: Pick<HistoryView['coverage'], 'knownDays' | 'days'>,
  counted: string,
): string {
  const known = `${knownDays === days ? 'All' : `${formatInteger(knownDays)} of`} ${formatCount(days, 'day is', 'days are')} known.`
  const [worst] = troubled
  if (worst === undefined) return `${known} No ${counted} on record was open on any day.`
  const open = `${/^[aeiou]/.test(counted) ? 'An' : 'A'} ${counted} was open on ${formatCount(troubled.length, 'day')}`
  if (!worst.downtimeSeconds) return `${known} ${open}.`
  const most = formatSum(worst.downtimeSeconds, worst.downtimeIsMinimum)
  return `${known} ${open}; the worst day was ${formatDay(new Date(worst.day))}, with ${most}.`
}

function DayTable({ days, linkBase }: { days: DayRow[]; linkBase: string }) {
  const listed = days.slice(0, MAX_LISTED)
  return (
    <details className="text-label print:hidden">
      <summary className="linked inline-block py-1 text-soft hover:text-ink">
        Show the {listed.length < days.length ? `${listed.length} worst days` : 'days'} as a table
      </summary>
      <table className="month-table mt-1 w-full max-w-150 tabular-nums">
        <caption className="sr-only">Days with the most downtime first</caption>
        <thead>
          <tr>
            <th scope="col">Day, UTC</th>
            <th scope="col">Downtime</th>
            <th scope="col">Incidents</th>
            <th scope="col">Worst impact</th>
          </tr>
        </thead>
        <tbody>
          {listed.map(({ day, downtimeSeconds, downtimeIsMinimum, incidentCount, worst }) => (
            <tr key={day}>
              <th scope="row">
                <a href={`${linkBase}${day}..${day}`}>{formatDay(new Date(day))}</a>
              </th>
              <td>{downtimeSeconds ? formatSum(downtimeSeconds, downtimeIsMinimum) : 'not reported'}</td>
              <td>{incidentCount}</td>
              <td>{worst === null ? '' : IMPACT_WORDS[worst]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
