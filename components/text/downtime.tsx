import { formatDuration, formatPercent } from '#lib/domain/format.ts'

/** "59h 36m" in a table cell, "none", or "at least" above a sum whose true value is higher. */
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

/** "99.87%", or "at most 99.87%" where an outage lasted longer by an unknown time. */
export function quietWords(percent: number, isMinimum: boolean): string {
  return `${isMinimum ? 'at most ' : ''}${formatPercent(percent)}`
}
