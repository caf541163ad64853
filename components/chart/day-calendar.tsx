import { Scroller } from '#components/ui/scroller.tsx'
import type { DayRow } from '#lib/domain/days.ts'
import { formatCount, formatDay, formatInteger, formatMonth, formatSum } from '#lib/domain/format.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import {
  bandsOf,
  CALENDAR,
  cornerOf,
  DAY_LEVELS,
  type DayBand,
  type DayLevel,
  LEVEL_LOOKS,
  LEVEL_STROKES,
  LEVEL_WORDS,
  levelOf,
  pathThrough,
  sizeOf,
} from './day-scale.ts'
import { HATCH } from './hatch.tsx'
import { SliceTable, wasOpen } from './slice-table.tsx'

/** The worst days are links, here and in the table, until the script makes links of all. One drawing covers all others. */
const MAX_LISTED = 20
/** Of more than a year, whose page is long anyway. */
const MAX_LISTED_OF_YEARS = 10

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
  const most = days.length > 367 ? MAX_LISTED_OF_YEARS : MAX_LISTED
  const troubled = days
    .filter(({ incidentCount }) => incidentCount > 0)
    .sort((a, b) => (b.downtimeSeconds ?? 0) - (a.downtimeSeconds ?? 0))
  return (
    <figure className="mt-8 min-w-0">
      <figcaption className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span className="font-[580] text-label">Day by day</span>
        <Legend />
      </figcaption>
      <Scroller label="Calendar of days">
        <div
          data-days={`${first}..${days.at(-1)?.day ?? first}`}
          data-link={linkBase}
          data-card={cardBase}
          className="flex flex-wrap gap-x-9 gap-y-2.5"
        >
          <Bands days={days} linked={new Set(troubled.slice(0, most))} linkBase={linkBase} />
        </div>
      </Scroller>
      <div id="day-card" popover="manual" role="status" className="overlay p-4 text-small" />
      <p className="mt-2 text-label text-soft">{summaryOf(troubled, coverage, counted)}</p>
      {troubled.length > 0 && <DayTable days={troubled} most={most} linkBase={linkBase} />}
    </figure>
  )
}

function Bands({ days, linked, linkBase }: { days: DayRow[]; linked: Set<DayRow>; linkBase: string }) {
  const bands = bandsOf(days[0]?.day ?? '', days.at(-1)?.day ?? '')
  let from = 0
  return bands.map((band, index) => {
    const to = days.findIndex(({ day }) => day > band.last)
    const own = days.slice(from, to === -1 ? days.length : to)
    from += own.length
    return (
      <Band
        key={band.first}
        days={own}
        band={band}
        linked={linked}
        linkBase={linkBase}
        isFirst={index === 0}
        isOnly={bands.length === 1}
      />
    )
  })
}

function Band({
  days,
  band,
  linked,
  linkBase,
  isFirst,
  isOnly,
}: {
  days: DayRow[]
  band: DayBand
  linked: Set<DayRow>
  linkBase: string
  isFirst: boolean
  isOnly: boolean
}) {
  const { pitch, size } = band
  const drawn = days.filter((day) => !linked.has(day))
  const pathOf = (level: DayLevel | null) =>
    pathThrough(
      drawn.filter((day) => levelOf(day) === level).map(({ day }) => day),
      band,
    )
  const unknown = pathOf(null)
  const levels = DAY_LEVELS.map((level) => ({
    level,
    path: pathOf(level),
    links: days.filter((day) => linked.has(day) && levelOf(day) === level),
  }))
  const { width, height } = sizeOf(band)
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      className="h-auto max-w-full text-[11px] max-sm:text-[14px]"
    >
      {isFirst && (
        <defs>
          <rect id="day" width={size} height={size} />
        </defs>
      )}
      <BandLabels days={days} band={band} isOnly={isOnly} />
      <g fill="none" strokeWidth={size} strokeDasharray={`${size} ${pitch - size}`}>
        {unknown !== '' && <path d={unknown} stroke={HATCH} />}
        {levels.map(({ level, path }) => path !== '' && <path key={level} d={path} className={LEVEL_STROKES[level]} />)}
      </g>
      {levels.map(
        ({ level, links }) =>
          links.length > 0 && (
            <g key={level} className={LEVEL_LOOKS[level]}>
              {links.map(({ day }) => (
                <a key={day} href={linkBase + day} tabIndex={-1}>
                  <use href="#day" {...cornerOf(day, band)} />
                </a>
              ))}
            </g>
          ),
      )}
    </svg>
  )
}

/** At the larger size of a phone's letters. */
const LETTER_WIDTH = 7.5

/**
 * The names of weekdays beside a band, and of months above it: at the week in which one begins, January with its year; every second
 * month where there are more than six.
 */
function BandLabels({ days, band, isOnly }: { days: DayRow[]; band: DayBand; isOnly: boolean }) {
  const { width } = sizeOf(band)
  const months = days
    .filter(({ day }) => day.endsWith('-01') && (isOnly || Number(day.slice(5, 7)) % 2 === 1))
    .map(({ day }) => {
      const month = formatMonth(day.slice(0, 7))
      const text = day.slice(5, 7) === '01' ? `${month.slice(0, 3)} ${day.slice(0, 4)}` : month.slice(0, 3)
      return { day, text, x: cornerOf(day, band).x }
    })
    .filter(({ text, x }) => x + text.length * LETTER_WIDTH <= width)
  return (
    <g className="fill-soft">
      {['Mon', 'Wed', 'Fri'].map((name, index) => (
        <text key={name} x="0" y={Math.round(CALENDAR.top + (2 * index + 0.7) * band.pitch)}>
          {name}
        </text>
      ))}
      <text y="11">
        {months.map(({ day, text, x }) => (
          <tspan key={day} x={x}>
            {text}
          </tspan>
        ))}
      </text>
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
  const open = `${wasOpen(counted)} on ${formatCount(troubled.length, 'day')}`
  if (!worst.downtimeSeconds) return `${known} ${open}.`
  const most = formatSum(worst.downtimeSeconds, worst.downtimeIsMinimum)
  return `${known} ${open}; the worst day was ${formatDay(new Date(worst.day))}, with ${most}.`
}

function DayTable({ days, most, linkBase }: { days: DayRow[]; most: number; linkBase: string }) {
  const listed = days.slice(0, most)
  return (
    <SliceTable
      summary={`Show the ${listed.length < days.length ? `${listed.length} worst days` : 'days'} as a table`}
      caption="Days with the most downtime first"
      column="Day, UTC"
      rows={listed.map((row) => ({
        ...row,
        key: row.day,
        name: <a href={linkBase + row.day}>{formatDay(new Date(row.day))}</a>,
      }))}
    />
  )
}
