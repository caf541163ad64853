import { ExpectedNote } from '#components/incident/expected-note.tsx'
import { IncidentWhen } from '#components/incident/incident-when.tsx'
import { IncidentIcon } from '#components/text/icon.tsx'
import { CollapsibleList } from '#components/ui/collapsible-list.tsx'
import { formatCount, formatDuration } from '#lib/domain/format.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { incidentPath } from '#lib/url/path.ts'

/** Current incidents as of the last read, ahead of everything else on the page. */
export function OpenIncidents({
  incidents,
  total,
}: {
  /** Worst first. */
  incidents: IncidentView[]
  /** The number of open incidents; `incidents` may hold only some of them. */
  total: number
}) {
  if (incidents.length === 0) return null
  return (
    <section aria-label="Open now" className="mt-4 border-line border-y">
      <CollapsibleList
        className="ruled"
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
              <ExpectedNote expected={incident.expected} />
            </span>
          </li>
        ))}
      />
      {total > incidents.length && (
        <p className="py-2.5 text-small text-soft">
          {formatCount(total - incidents.length, 'more open incident is', 'more open incidents are')} not listed here.
        </p>
      )}
    </section>
  )
}
