import { IncidentWhen } from '#components/incident/incident-when.tsx'
import { SimilarPastNote } from '#components/incident/similar-past.tsx'
import { IncidentIcon } from '#components/text/icon.tsx'
import { CollapsibleList } from '#components/ui/collapsible-list.tsx'
import { formatDuration, formatInteger } from '#lib/domain/format.ts'
import type { IncidentView, SimilarPast } from '#lib/queries/schemas.ts'
import { incidentPath } from '#lib/url/path.ts'

/** Current incidents as of the last read, ahead of everything else on the page. */
export function OpenIncidents({
  incidents,
  total,
  similar,
}: {
  /** Worst first. */
  incidents: IncidentView[]
  /** The number of open incidents; `incidents` may hold only some of them. */
  total: number
  /** Keyed by public id. */
  similar: Map<string, SimilarPast>
}) {
  if (incidents.length === 0) return null
  return (
    <section aria-label="Open now" className="mt-4 border-line border-y">
      <CollapsibleList
        className="divide-y divide-line"
        items={incidents.map((incident) => (
          <li key={incident.id} className="flex flex-wrap items-baseline gap-x-3 py-2.5">
            <a
              href={incidentPath(incident.vendor, incident.id, incident.title)}
              className="font-[620] wrap-anywhere hover:underline"
            >
              <span className="mr-2.5">
                <IncidentIcon kind={incident.kind} impact={incident.impact} />
              </span>
              <bdi>{incident.title}</bdi>
            </a>
            <span className="text-small text-soft tabular-nums">
              {incident.durationSeconds !== null &&
                (incident.durationIsMinimum
                  ? `open when last read, after ${formatDuration(incident.durationSeconds)}, `
                  : `${formatDuration(incident.durationSeconds)} so far, `)}
              <IncidentWhen incident={incident} form="instant" />
            </span>
            <span className="text-small text-soft tabular-nums empty:hidden">
              <SimilarPastNote similar={similar.get(incident.id)} />
            </span>
          </li>
        ))}
      />
      {total > incidents.length && (
        <p className="py-2.5 text-small text-soft">
          {formatInteger(total - incidents.length)} more open incidents are not listed here.
        </p>
      )}
    </section>
  )
}
