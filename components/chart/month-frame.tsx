import { HATCH } from './hatch.tsx'
import {
  barOf,
  CHART,
  FEWEST_SLOTS,
  labelOf,
  type MonthMeasure,
  type MonthValue,
  slotOf,
  tickText,
  topOf,
  yOf,
} from './month-scale.ts'

interface MonthFrameProps {
  measure: MonthMeasure
  months: MonthValue[]
  highest?: number | undefined
  /** False where unknown months are drawn with the others. */
  hatched?: boolean
  /** Months in which reporting changed. */
  marks?: string[] | undefined
}

/**
 * The background of a monthly chart: the grid, the baseline, the month names, and the hatching of unknown months. Positions are
 * percentages and heights are pixels, so the drawing fills any width while its type keeps its size.
 */
export function MonthFrame({ measure, months, highest, hatched = true, marks = [] }: MonthFrameProps) {
  const top = topOf(measure, months, highest)
  return (
    <g className="pointer-events-none">
      {hatched &&
        months.map(
          ([month, value], index) => value === null && <UnknownMonth key={month} index={index} count={months.length} />,
        )}
      {[top, top / 2].map((value) => (
        <line key={value} x1="0" x2="100%" y1={yOf(value, top)} y2={yOf(value, top)} className="stroke-line" />
      ))}
      <g className="fill-soft text-[11px]">
        {months.map(([month], index) => (
          <MonthLabel key={month} months={months} index={index} />
        ))}
      </g>
      <line x1="0" x2="100%" y1={CHART.base} y2={CHART.base} className="stroke-faint" />
      {months.map(([month], index) => {
        const { x } = slotOf(index, months.length)
        return (
          marks.includes(month) && (
            <line
              key={month}
              x1={x}
              x2={x}
              y1={CHART.top}
              y2={CHART.base}
              className="stroke-soft"
              strokeDasharray="3 3"
            />
          )
        )
      })}
    </g>
  )
}

/** The hatching of one among `count`. */
export function UnknownMonth({ index, count }: { index: number; count: number }) {
  return <rect {...barOf(index, count)} y={CHART.top} height={CHART.base - CHART.top} fill={HATCH} />
}

/**
 * Labels of the grid lines, in front of the bars, with an outline that keeps them legible there. Few months are wide bars that
 * leave room at the end, so the labels stand there.
 */
export function MonthTicks({ measure, months, highest }: MonthFrameProps) {
  const top = topOf(measure, months, highest)
  const place = months.length < FEWEST_SLOTS ? ({ x: '100%', textAnchor: 'end' } as const) : { x: 0 }
  return (
    <g className="pointer-events-none fill-soft stroke-3 stroke-paper text-[11px]" strokeLinejoin="round">
      {[top, top / 2].map((value) => (
        <text key={value} {...place} y={yOf(value, top) - 4} paintOrder="stroke">
          {tickText(measure, value, top)}
        </text>
      ))}
    </g>
  )
}

/** Beyond this percentage of the width, a label would overflow on the right; it is aligned with the end of its bar instead. */
const LAST_START = 86

function MonthLabel({ months, index }: { months: MonthValue[]; index: number }) {
  const label = labelOf(index, months)
  if (label === null) return null
  const { x, width } = barOf(index, months.length)
  const isLate = Number.parseFloat(x) > LAST_START
  return (
    <text
      x={isLate ? `${(Number.parseFloat(x) + Number.parseFloat(width)).toFixed(2)}%` : x}
      y={CHART.labels}
      {...(isLate && { textAnchor: 'end' })}
      {...(label.wideOnly && { className: 'max-sm:hidden' })}
    >
      {label.text}
    </text>
  )
}
