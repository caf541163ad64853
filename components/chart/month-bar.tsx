import { impactFill } from './impact-pattern.tsx'
import { CHART, partsOf } from './month-scale.ts'

interface MonthBarProps {
  /** In pixels, or in percent of the chart's width. */
  x: number | string
  width: number | string
  /** The top of the bar, in pixels. */
  y: number
  value: number
  byImpact?: Parameters<typeof partsOf>[0]
  isActive?: boolean
}

/** A month's bar, with the worst impact at its foot, or plain where no impacts are given. A zero is a line on the baseline. */
export function MonthBar({ x, width, y, value, byImpact, isActive = false }: MonthBarProps) {
  const top = Math.min(y, CHART.base - 1.5)
  const height = CHART.base - top
  const box = { x, width, y: top, height }
  if (value === 0) return <rect {...box} className="fill-faint" />
  const parts = partsOf(byImpact)
  if (parts.length === 0) return <rect {...box} className={isActive ? 'fill-ink' : 'fill-bar group-hover:fill-ink'} />
  const whole = parts.reduce((sum, part) => sum + part.value, 0)
  let foot: number = CHART.base
  return (
    <>
      {parts.map((part) => {
        const tall = (height * part.value) / whole
        foot -= tall
        return (
          <rect
            key={part.impact}
            x={x}
            width={width}
            y={tenth(foot)}
            height={tenth(tall)}
            fill={impactFill(part.impact)}
          />
        )
      })}
      <rect {...box} height={tenth(height)} fill="none" stroke="currentColor" strokeOpacity={isActive ? 1 : 0.3} />
    </>
  )
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
