import { formatDuration, formatPercent } from '#lib/domain/format.ts'

/** "59h 36m" in a cell of a table, "none", and "at least" above a sum that was longer than that. */
export function Downtime({
  downtimeSeconds,
  downtimeIsMinimum,
}: {
  downtimeSeconds: number
  downtimeIsMinimum: boolean
}) {
  if (!downtimeIsMinimum) return downtimeSeconds === 0 ? 'none' : formatDuration(downtimeSeconds)
  return (
    <>
      <span className="block text-note text-soft">at least </span>
      {downtimeSeconds < 60 ? '0m' : formatDuration(downtimeSeconds)}
    </>
  )
}

/** "99.87%", "at most 99.87%" where an outage went on for longer than anybody knows. */
export function quietWords(percent: number, isMinimum: boolean): string {
  return `${isMinimum ? 'at most ' : ''}${formatPercent(percent)}`
}
