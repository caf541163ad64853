import { HATCH } from './hatch.tsx'
import { barOf, CHART, labelOf, type MonthMeasure, type MonthValue, tickText, topOf, yOf } from './month-scale.ts'

interface MonthFrameProps {
  measure: MonthMeasure
  months: MonthValue[]
  highest?: number
}

/**
 * The background of a monthly chart: the grid, the baseline, the month names, and the hatching of unknown months. Positions are
 * percentages and heights are pixels, so the drawing fills any width while its type keeps its size.
 */
export function MonthFrame({ measure, months, highest }: MonthFrameProps) {
  const top = topOf(measure, months, highest)
  return (
    <g className="pointer-events-none">
      {months.map(
        ([month, value], index) =>
          value === null && (
            <rect
              key={month}
              {...barOf(index, months.length)}
              y={CHART.top}
              height={CHART.base - CHART.top}
              fill={HATCH}
            />
          ),
      )}
      {[top, top / 2].map((value) => (
        <line key={value} x1="0" x2="100%" y1={yOf(value, top)} y2={yOf(value, top)} className="stroke-line" />
      ))}
      {months.map(([month], index) => (
        <MonthLabel key={month} months={months} index={index} />
      ))}
      <line x1="0" x2="100%" y1={CHART.base} y2={CHART.base} className="stroke-faint" />
    </g>
  )
}

/** Labels of the grid lines, in front of the bars, with an outline that keeps them legible there. */
export function MonthTicks({ measure, months, highest }: MonthFrameProps) {
  const top = topOf(measure, months, highest)
  return (
    <g className="pointer-events-none fill-soft stroke-3 stroke-paper text-[11px]" strokeLinejoin="round">
      {[top, top / 2].map((value) => (
        <text key={value} x="0" y={yOf(value, top) - 4} paintOrder="stroke">
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
      x={isLate ? `${Number.parseFloat(x) + Number.parseFloat(width)}%` : x}
      y={CHART.labels}
      textAnchor={isLate ? 'end' : 'start'}
      className={label.wideOnly ? 'fill-soft text-[11px] max-sm:hidden' : 'fill-soft text-[11px]'}
    >
      {label.text}
    </text>
  )
}
