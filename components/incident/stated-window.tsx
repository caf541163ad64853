import { Time } from '#components/text/time.tsx'
import { formatDuration } from '#lib/domain/format.ts'
import { secondsBetween } from '#lib/domain/instant.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'

/** The window that the vendor's own text states: no figure counts it, but no page may keep it from its readers. */
export function StatedWindow({
  stated: { from, to },
  startedAt,
}: {
  stated: NonNullable<IncidentView['statedWindow']>
  startedAt: Date | null
}) {
  return (
    <>
      The vendor’s text says <b className="font-[580] text-ink">{formatDuration(secondsBetween(from, to))}</b>,{' '}
      <Time at={from} form="clock" after={startedAt} /> – <Time at={to} form="clock" after={from} followsIt zone />.{' '}
      <a href="/methodology#basis" className="linked">
        Not in the totals
      </a>
      .
    </>
  )
}
