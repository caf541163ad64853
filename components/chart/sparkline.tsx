import { maxOf } from '#lib/domain/many.ts'
import { HATCH } from './hatch.tsx'

const WIDTH = 120
const HEIGHT = 20

type Months = { month: string; downtimeSeconds: number | null }[]

/**
 * Downtime by month as a line of bars, the highest as tall as the line. A single path holds all bars, since a table of 250
 * vendors has 6,000 of them. Decorative; the adjacent figures say the same.
 */
export function Sparkline({ monthly }: { monthly: Months }) {
  const highest = maxOf(
    monthly.map((month) => month.downtimeSeconds ?? 0),
    1,
  )
  const step = WIDTH / Math.max(monthly.length, 1)
  const bar = (index: number, height: number, width = step * 0.72) =>
    `M${round(index * step)} ${HEIGHT - height}h${round(width)}v${height}h-${round(width)}z`
  const known = monthly.map(({ downtimeSeconds }, index) =>
    downtimeSeconds === null ? '' : bar(index, Math.max(1, round((downtimeSeconds / highest) * HEIGHT))),
  )
  const unknown = runsWithout(monthly).map(({ from, length }) => bar(from, HEIGHT, step * length))
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={known.join('')} className="fill-bar" />
      <path d={unknown.join('')} fill={HATCH} />
    </svg>
  )
}

/** Runs of unknown months: most vendors have one, and a bar for each month would make up most of the table. */
function runsWithout(monthly: Months): { from: number; length: number }[] {
  const runs: { from: number; length: number }[] = []
  for (const [index, { downtimeSeconds }] of monthly.entries()) {
    if (downtimeSeconds !== null) continue
    const last = runs.at(-1)
    if (last !== undefined && last.from + last.length === index) last.length += 1
    else runs.push({ from: index, length: 1 })
  }
  return runs
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
