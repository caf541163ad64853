import type { HourRow } from '#lib/domain/days.ts'
import { formatCount } from '#lib/domain/format.ts'
import { HATCH } from './hatch.tsx'
import { SliceTable, wasOpen } from './slice-table.tsx'

const HOURS = 24
const STRIP = { height: 78, top: 4, base: 60, labels: 75 } as const
/** Every so many hours have their clock below them. */
const LABELLED = 6

/**
 * The 24 hours of one day, each filled by the share of it in which something was open, and hatched where nothing is known. Hours
 * after the page's moment are empty. The table says the same.
 */
export function HourStrip({ hours, counted }: { hours: HourRow[]; counted: string }) {
  const [first] = hours
  if (first === undefined) return null
  const troubled = hours.filter(({ incidentCount }) => incidentCount > 0)
  return (
    <figure className="mt-8 min-w-0">
      <figcaption className="mb-2.5 font-[580] text-label">Hour by hour, UTC</figcaption>
      <svg width="100%" height={STRIP.height} aria-hidden="true" className="overflow-visible text-[11px]">
        {hours.map((row, index) => (
          <Hour key={row.hour} row={row} index={index} />
        ))}
        <line x1="0" x2="100%" y1={STRIP.base} y2={STRIP.base} className="stroke-faint" />
        {Array.from({ length: HOURS / LABELLED + 1 }, (_, index) => index * LABELLED).map((hour) => (
          <text
            key={hour}
            x={`${(100 * hour) / HOURS}%`}
            y={STRIP.labels}
            textAnchor={hour === 0 ? 'start' : hour === HOURS ? 'end' : 'middle'}
            className="fill-soft"
          >
            {clockOf(hour)}
          </text>
        ))}
      </svg>
      <p className="mt-2 text-label text-soft">{summaryOf(hours, troubled.length, counted)}</p>
      {troubled.length > 0 && (
        <SliceTable
          summary="Show the hours as a table"
          caption={`Hours of ${first.hour.slice(0, 10)} in which something was open`}
          column="Hour, UTC"
          rows={troubled.map((row) => ({ ...row, key: row.hour, name: rangeOf(row) }))}
        />
      )}
    </figure>
  )
}

function Hour({ row, index }: { row: HourRow; index: number }) {
  const { downtimeSeconds, incidentCount } = row
  const place = { x: `${(100 * index) / HOURS + 0.15}%`, width: `${100 / HOURS - 0.3}%` }
  const room = STRIP.base - STRIP.top
  if (downtimeSeconds === null) return <rect {...place} y={STRIP.top} height={room} fill={HATCH} />
  const height = incidentCount === 0 ? 0 : Math.max(2, Math.round((room * downtimeSeconds) / 3600))
  return (
    <g>
      <rect {...place} y={STRIP.top} height={room} className="fill-tint" />
      {height > 0 && <rect {...place} y={STRIP.base - height} height={height} className="fill-bar" />}
    </g>
  )
}

/** "An outage was open in 2 of 24 hours. 3 hours are not known." */
function summaryOf(hours: HourRow[], troubled: number, counted: string): string {
  const unknown = hours.filter(({ downtimeSeconds }) => downtimeSeconds === null).length
  const all = formatCount(hours.length, 'hour')
  if (unknown === hours.length) return `None of ${all} is known.`
  const open =
    troubled === 0 ? `No ${counted} on record was open in any hour.` : `${wasOpen(counted)} in ${troubled} of ${all}.`
  return unknown === 0 ? open : `${open} ${formatCount(unknown, 'hour is', 'hours are')} not known.`
}

/** "09:00 – 10:00" */
function rangeOf({ hour }: HourRow): string {
  const number = Number(hour.slice(11))
  return `${clockOf(number)} – ${clockOf(number + 1)}`
}

function clockOf(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
