import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import { formatInstant, formatTime } from '#lib/domain/format.ts'
import type { Period } from '#lib/domain/incident.ts'
import type { CascadeView } from '#lib/queries/schemas.ts'
import {
  AXIS_HEIGHT,
  layOutCascade,
  type PlacedArrow,
  type PlacedBar,
  type PlacedLane,
  shareOf,
} from './cascade-layout.ts'
import { cascadeNotes, cascadeSentence } from './cascade-sentence.ts'
import { CascadeTable } from './cascade-table.tsx'
import { HATCH } from './hatch.tsx'
import { ImpactPatterns, impactFill } from './impact-pattern.tsx'

const HOUR_MS = 3_600_000
const TICK_HOURS = 3

/**
 * What vendors had open in the hours around a moment, a lane for each, with an arrow from each posting that links to another
 * vendor's incident, dashed where it only names the vendor. Time runs from left to right in every language. The table says the same.
 * `moment`: what the line in the middle stands for.
 */
export function Cascade({ cascade, moment }: { cascade: CascadeView; moment: string }) {
  const { window, lanes } = cascade
  const { height, lanes: placed, arrows } = layOutCascade(cascade)
  return (
    <figure className="min-w-0 break-inside-avoid">
      <figcaption className="max-w-[68ch] text-small text-soft">{cascadeSentence(cascade)}</figcaption>
      <ImpactPatterns />
      <svg
        width="100%"
        height={height}
        direction="ltr"
        aria-hidden="true"
        className="mt-3 overflow-visible text-[11px]"
      >
        <marker
          id="cascade-tip"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0l8 4-8 4z" className="fill-ink" />
        </marker>
        {ticksIn(window).map((tick) => (
          <Tick key={tick.getTime()} tick={tick} window={window} height={height} />
        ))}
        {placed.map((lane) => (
          <Lane key={lane.lane.key} placed={lane} window={window} />
        ))}
        <line
          x1={percent(shareOf(cascade.moment, window))}
          x2={percent(shareOf(cascade.moment, window))}
          y1={AXIS_HEIGHT}
          y2={height}
          strokeDasharray="3 3"
          className="stroke-ink"
        />
        {arrows.map((arrow) => (
          <Arrow key={`${arrow.mention.fromId} ${arrow.mention.toLane} ${arrow.mention.toId}`} arrow={arrow} />
        ))}
      </svg>
      <p className="mt-2 max-w-[68ch] text-label text-soft">
        Times in UTC. Dashed line: {moment}, {formatInstant(cascade.moment)}. {cascadeNotes(cascade)}
      </p>
      {lanes.length > 0 && <CascadeTable cascade={cascade} />}
    </figure>
  )
}

function Lane({ placed, window }: { placed: PlacedLane; window: Period }) {
  const { lane, nameY, top, height, bars, hidden } = placed
  return (
    <g>
      <text y={nameY} className="fill-ink text-[12px] font-[580]">
        {lane.name}
        {hidden > 0 && <tspan className="fill-soft font-normal">{`  ${hidden} more in the table`}</tspan>}
      </text>
      <rect y={top} width="100%" height={height} className="fill-tint" />
      {lane.unknown.map((period) => (
        <Unknown key={period.from.getTime()} period={period} window={window} y={top} height={height} />
      ))}
      {lane.partial.map((period) => (
        <Unknown key={period.from.getTime()} period={period} window={window} y={top + height - 4} height={4} />
      ))}
      {bars.map((bar) => (
        <Bar key={bar.incident.id} bar={bar} />
      ))}
    </g>
  )
}

function Unknown({ period, window, y, height }: { period: Period; window: Period; y: number; height: number }) {
  const from = shareOf(period.from, window)
  return (
    <rect x={percent(from)} width={percent(shareOf(period.to, window) - from)} y={y} height={height} fill={HATCH} />
  )
}

/**
 * The word stands in the bar where it has room, on a plain ground where the bar has a pattern; else beside it, on the side that has
 * room. Without an outline, which makes letters so small hard to read.
 */
function Bar({ bar: { incident, x, width, y, height } }: { bar: PlacedBar }) {
  const isWide = width > 60
  const isLate = !isWide && x + width > 76
  const isPlain = incident.impact === 'critical'
  const word = IMPACT_WORDS[incident.impact]
  return (
    <>
      <rect
        x={percent(x)}
        width={percent(width)}
        y={y}
        height={height}
        fill={impactFill(incident.impact)}
        strokeDasharray={incident.isMinimum ? '3 2' : undefined}
        className="stroke-ink"
      />
      {isWide && !isPlain && (
        <rect x={percent(x)} y={y + 1} width={7 * word.length + 8} height={height - 2} className="fill-paper" />
      )}
      <text
        x={percent(isWide || isLate ? x : x + width)}
        dx={isLate ? -5 : 5}
        y={y + height - 3}
        textAnchor={isLate ? 'end' : 'start'}
        className={isWide && isPlain ? 'fill-paper' : 'fill-ink'}
      >
        {word}
      </text>
    </>
  )
}

function Arrow({ arrow: { mention, x1, y1, x2, y2 } }: { arrow: PlacedArrow }) {
  const ends = { x1: percent(x1), y1, x2: percent(x2), y2 }
  return (
    <>
      <line {...ends} strokeWidth="4" className="stroke-paper" />
      <line
        {...ends}
        strokeWidth="1.5"
        strokeDasharray={mention.quote === null ? undefined : '5 4'}
        markerEnd="url(#cascade-tip)"
        className="stroke-ink"
      >
        {mention.quote !== null && <title>{mention.quote}</title>}
      </line>
    </>
  )
}

/** A line for each third hour, with its clock where there is room. */
function Tick({ tick, window, height }: { tick: Date; window: Period; height: number }) {
  const x = shareOf(tick, window)
  return (
    <>
      <line x1={percent(x)} x2={percent(x)} y1={AXIS_HEIGHT - 4} y2={height} className="stroke-line" />
      <text
        x={percent(x)}
        y={AXIS_HEIGHT - 7}
        textAnchor={x < 4 ? 'start' : x > 96 ? 'end' : 'middle'}
        className="fill-soft"
      >
        {formatTime(tick)}
      </text>
    </>
  )
}

function ticksIn({ from, to }: Period): Date[] {
  const step = TICK_HOURS * HOUR_MS
  const ticks: Date[] = []
  for (let ms = Math.ceil(from.getTime() / step) * step; ms <= to.getTime(); ms += step) ticks.push(new Date(ms))
  return ticks
}

function percent(share: number): string {
  return `${Math.round(100 * share) / 100}%`
}
