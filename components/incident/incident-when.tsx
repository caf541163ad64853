import { SpanTime, Time } from '#components/text/time.tsx'
import { formatBounds } from '#lib/domain/format.ts'
import { plannedEndOf } from '#lib/domain/span.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'

/**
 * An incident's span: "since …" while it is open, with its planned end if it has one; its plan before it starts; its bounds while
 * it has no date.
 */
export function IncidentWhen({ incident, form = 'short' }: { incident: IncidentView; form?: 'short' | 'instant' }) {
  const { startedAt, endedAt, durationBasis, startedAfter, startedBefore } = incident
  if (startedAt === null) return formatBounds(startedAfter, startedBefore)
  const plannedEnd = plannedEndOf(incident)
  if (durationBasis === 'planned')
    return (
      <>
        {plannedEnd === null && 'from '}
        <SpanTime from={startedAt} to={plannedEnd} form={form} />
      </>
    )
  return (
    <>
      {durationBasis === 'ongoing' && 'since '}
      <SpanTime from={startedAt} to={endedAt} form={form} />
      {durationBasis === 'ongoing' && plannedEnd !== null && (
        <>
          , planned until <Time at={plannedEnd} form="clock" after={startedAt} followsIt zone />
        </>
      )}
    </>
  )
}
