import { formatDuration, formatPercent } from '#lib/domain/format.ts'

/** "59h 36m" in a table cell, "none", "not reported", or "at least" above a sum whose true value is higher. */
export function Downtime({
  incidentCount,
  downtimeSeconds,
  downtimeIsMinimum,
}: {
  /** What the sum is of: where there are incidents, a sum of nothing means that the vendor gave none of them a duration. */
  incidentCount: number
  downtimeSeconds: number
  downtimeIsMinimum: boolean
}) {
  if (!downtimeIsMinimum) {
    if (downtimeSeconds > 0) return formatDuration(downtimeSeconds)
    return incidentCount === 0 ? 'none' : 'not reported'
  }
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
