import { IncidentIcon } from '#components/text/icon.tsx'
import { CollapsibleList } from '#components/ui/collapsible-list.tsx'
import { formatCount } from '#lib/domain/format.ts'
import { plannedEndOf } from '#lib/domain/span.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { incidentPath } from '#lib/url/path.ts'
import { IncidentWhen } from './incident-when.tsx'

/**
 * What is announced and has not started, with its planned start and end. Renders nothing where nothing is announced: silence is
 * no promise.
 */
export function PlannedList({
  planned,
  total = planned.length,
  withVendor = false,
  most = 3,
}: {
  /** The soonest first. */
  planned: IncidentView[]
  /** How many are announced; `planned` may hold only the soonest. */
  total?: number
  /** For lists that mix vendors. */
  withVendor?: boolean
  /** How many are shown before a click shows the rest. */
  most?: number
}) {
  if (planned.length === 0) return null
  return (
    <section aria-labelledby="planned" className="mt-6">
      <h2 id="planned" className="font-[580] text-label">
        Planned <span className="font-normal text-soft">· not counted before it starts</span>
      </h2>
      <CollapsibleList
        className="grid gap-y-1.5 pt-1.5"
        most={most}
        items={planned.map((incident) => (
          <li key={incident.id} className="flex flex-wrap items-baseline gap-x-3 text-small">
            <a
              href={incidentPath(incident.vendor, incident.id, incident.title)}
              className="font-[580] wrap-anywhere hover:underline"
            >
              <span className="mr-2.5">
                <IncidentIcon kind={incident.kind} impact={incident.impact} />
              </span>
              {withVendor && `${incident.vendorName}: `}
              <bdi>{incident.title}</bdi>
            </a>
            <span className="text-soft tabular-nums">
              <IncidentWhen incident={incident} form="instant" />
              {incident.kind === 'maintenance' && plannedEndOf(incident) === null && ', no planned end given'}
              {incident.kind === 'notice' && ' · notice'}
              {incident.kind === 'incident' && ' · dated ahead of our clock'}
            </span>
          </li>
        ))}
      />
      {total > planned.length && (
        <p className="mt-1 text-small text-soft">
          {formatCount(total - planned.length, 'more is', 'more are')} not listed here.
        </p>
      )}
    </section>
  )
}
