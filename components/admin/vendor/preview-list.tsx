import { IncidentIcon } from '#components/text/icon.tsx'
import { durationWords, impactWords } from '#components/text/incident-words.ts'
import { SpanTime } from '#components/text/time.tsx'
import { formatBounds, formatCount } from '#lib/domain/format.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'

/** An incident of a source that has not been saved yet. */
export type Preview = Pick<
  IncidentView,
  | 'externalId'
  | 'title'
  | 'kind'
  | 'impact'
  | 'startedAt'
  | 'endedAt'
  | 'startedAfter'
  | 'startedBefore'
  | 'durationSeconds'
  | 'durationBasis'
  | 'durationIsMinimum'
  | 'updateCount'
>

/** Incidents as they would appear. */
export function PreviewList({ incidents }: { incidents: Preview[] }) {
  if (incidents.length === 0) return <p>The page currently lists no incidents. It will be read all the same.</p>
  return (
    <ul className="grid gap-3">
      {incidents.map((incident) => (
        <PreviewLine key={incident.externalId} incident={incident} />
      ))}
    </ul>
  )
}

function PreviewLine({ incident }: { incident: Preview }) {
  const { title, kind, impact, startedAt, endedAt, startedAfter, startedBefore, updateCount } = incident
  const { value, basis } = durationWords(incident)
  const words = impactWords(incident)
  return (
    <li className="grid grid-cols-[1fr_auto] items-baseline gap-x-6">
      <p className="min-w-0 font-[580] wrap-anywhere">
        <span className="mr-2.5">
          <IncidentIcon kind={kind} impact={impact} />
        </span>
        <bdi>{title}</bdi>
      </p>
      <p className="text-right font-[580] tabular-nums">{value}</p>
      <p className="pl-5.25 text-label text-soft tabular-nums">
        {startedAt === null ? (
          formatBounds(startedAfter, startedBefore)
        ) : (
          <SpanTime from={startedAt} to={endedAt} form="instant" />
        )}
        {words !== null && ` · ${words}`} · {formatCount(updateCount, 'update')}
      </p>
      <p className="text-right text-note text-soft">{basis}</p>
    </li>
  )
}
