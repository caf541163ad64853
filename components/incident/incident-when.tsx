import { SpanTime } from '#components/text/time.tsx'
import { formatBounds } from '#lib/domain/format.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'

/** An incident's span: "since …" while it is open, "from …" before it begins, its bounds while it has no date. */
export function IncidentWhen({ incident, form = 'short' }: { incident: IncidentView; form?: 'short' | 'instant' }) {
  const { startedAt, endedAt, durationBasis, startedAfter, startedBefore } = incident
  if (startedAt === null) return formatBounds(startedAfter, startedBefore)
  return (
    <>
      {durationBasis === 'planned' && 'from '}
      {durationBasis === 'ongoing' && 'since '}
      <SpanTime from={startedAt} to={endedAt} form={form} />
    </>
  )
}
