import { incidentPath } from '#lib/domain/path.ts'
import type { IncidentView } from '#lib/queries/shapes.ts'
import { IncidentWhen } from './incident-when.tsx'
import { durationWords, impactWords } from './incident-words.ts'
import { IncidentShape } from './shape.tsx'

/** An incident in one or two lines, where lists mix vendors. */
export function IncidentLine({ incident }: { incident: IncidentView }) {
  const { value, basis } = durationWords(incident)
  const words = impactWords(incident)
  return (
    <li className="grid grid-cols-[auto_1fr_auto] gap-x-2.5">
      <span className="flex h-[1.6em] items-center">
        <IncidentShape kind={incident.kind} impact={incident.impact} />
      </span>
      <a
        href={incidentPath(incident.vendor, incident.id, incident.title)}
        className="min-w-0 font-[620] tracking-[-0.012em] wrap-anywhere hover:underline"
      >
        {incident.vendorName}: <bdi>{incident.title}</bdi>
      </a>
      <b className="whitespace-nowrap pl-3.5 text-right font-[620] tabular-nums">{value}</b>
      <p className="col-start-2 text-label text-soft tabular-nums">
        <IncidentWhen incident={incident} form="instant" />
        {words !== null && ` · ${words}`}
        {incident.isSample && ' · sample'}
      </p>
      <p className="text-right text-note text-soft leading-[1.6]">{basis}</p>
    </li>
  )
}
