import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import { Scroller } from '#components/ui/scroller.tsx'
import type { DayRow } from '#lib/domain/days.ts'
import { formatCount, formatDay, formatInteger, formatMonth, formatSum } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import {
  bandHeight,
  CALENDAR,
  cornerOf,
  DAY_LEVELS,
  type DayGrid,
  type DayLevel,
  gridOf,
  LEVEL_LOOKS,
  LEVEL_STROKES,
  LEVEL_WORDS,
  levelOf,
  pathThrough,
  round,
} from './day-scale.ts'
import { HATCH } from './hatch.tsx'

/** Days with an incident are links, the worst of them if there are more. One drawing covers all others. */
const MAX_LINKED = 200
const MAX_LISTED = 20

/**
 * One square per day of the window, shaded by hours of downtime, hatched where unknown. Text and a table say the same. The script
 * shows a card with a day's incidents (behaviours/days.ts); without it, squares are links.
 */
export function DayCalendar({
  days,
  coverage,
  counted,
  linkBase,
  cardBase,
}: {
  days: DayRow[]
  coverage: Pick<HistoryView['coverage'], 'knownDays' | 'days'>
  /** What the days are shaded by: "outage", "maintenance affecting “API”". */
  counted: string
  linkBase: string
  /** Appending a window of one day to this gives the address of what its card says. */
  cardBase: string
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
        <Squares days={days} linked={new Set(troubled.slice(0, MAX_LINKED))} linkBase={linkBase} cardBase={cardBase} />
      </Scroller>
      <div id="day-card" popover="manual" role="status" className="overlay p-4 text-small" />
      <p className="mt-2 text-label text-soft">{summaryOf(troubled, coverage, counted)}</p>
      {troubled.length > 0 && <DayTable days={troubled} linkBase={linkBase} />}
    </figure>
  )
}

function Squares({
  days,
  linked,
  linkBase,
  cardBase,
}: {
  days: DayRow[]
  linked: Set<DayRow>
  linkBase: string
  cardBase: string
}) {
  const first = days[0]?.day ?? ''
  const last = days.at(-1)?.day ?? first
  const grid = gridOf(first, last)
  const { pitch, size } = grid
  const drawn = days.filter((day) => !linked.has(day))
  const pathOf = (level: DayLevel | null) =>
    pathThrough(
      drawn.filter((day) => levelOf(day) === level).map(({ day }) => day),
      grid,
    )
  const [width, height] = [
    round(CALENDAR.left + grid.weeks * pitch),
    round(grid.bands * bandHeight(grid) - CALENDAR.gap),
  ]
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      data-days={[first, last, grid.weeks, pitch].join()}
      data-link={linkBase}
      data-card={cardBase}
      className="text-[11px] [direction:ltr] print:h-auto print:w-full"
    >
      <defs>
        <rect id="day" width={size} height={size} />
      </defs>
      <BandLabels days={days} grid={grid} bands={grid.bands} />
      <g fill="none" strokeWidth={size} strokeDasharray={`${size} ${round(pitch - size)}`}>
        <path d={pathOf(null)} stroke={HATCH} />
        {DAY_LEVELS.map((level) => (
          <path key={level} d={pathOf(level)} className={LEVEL_STROKES[level]} />
        ))}
      </g>
      {DAY_LEVELS.map((level) => (
        <g key={level} className={LEVEL_LOOKS[level]}>
          {days
            .filter((day) => linked.has(day) && levelOf(day) === level)
            .map(({ day }) => (
              <a key={day} href={`${linkBase}${day}..${day}`} tabIndex={-1}>
                <use href="#day" {...cornerOf(day, grid)} />
              </a>
            ))}
        </g>
      ))}
    </svg>
  )
}

/** The names of weekdays beside each band, and of months above it: at the week in which one begins, January with its
 * year; every second month in more than a year. */
function BandLabels({ days, grid, bands }: { days: DayRow[]; grid: DayGrid; bands: number }) {
  const { pitch } = grid
  const isLong = bands > 1
  const months = days.filter(({ day }) => day.endsWith('-01') && !(isLong && Number(day.slice(5, 7)) % 2 === 0))
  const weekdays = Array.from({ length: bands }, (_, band) =>
    ['Mon', 'Wed', 'Fri'].map((name, index) => ({
      name,
      y: round(band * bandHeight(grid) + CALENDAR.top + (2 * index + 0.7) * pitch),
    })),
  ).flat()
  return (
    <g className="fill-soft">
      {weekdays.map(({ name, y }) => (
        <text key={y} x="0" y={y}>
          {name}
        </text>
      ))}
      {months.map(({ day }) => {
        const { x, y } = cornerOf(day, grid)
        const month = formatMonth(day.slice(0, 7))
        const band = Math.floor(y / bandHeight(grid))
        return (
          <text key={day} x={x} y={round(band * bandHeight(grid) + 11)}>
            {day.slice(5, 7) === '01' ? `${month.slice(0, 3)} ${day.slice(0, 4)}` : month.slice(0, 3)}
          </text>
        )
      })}
    </g>
  )
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
