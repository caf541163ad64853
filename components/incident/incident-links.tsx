import { toDateTime } from '#components/text/time-text.ts'
import { VendorLink } from '#components/text/vendor-link.tsx'
import { CollapsibleList } from '#components/ui/collapsible-list.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatInstant } from '#lib/domain/format.ts'
import type { IncidentInFull, IncidentView } from '#lib/queries/schemas.ts'
import { incidentPath } from '#lib/url/path.ts'
import { IncidentLine } from './incident-line.tsx'

/** The affected components, the vendors named, and the incidents open at the same time. */
export function IncidentLinks({ incident, sameTime }: { incident: IncidentInFull; sameTime: IncidentView[] }) {
  const { components, mentions, startedAt } = incident
  return (
    <>
      {components.length > 0 && (
        <Section title="Components">
          <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
            {components.map((component) => (
              <li key={component}>
                <bdi>{component}</bdi>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {mentions.length > 0 && (
        <Section title="It names">
          <ul className="grid gap-1 text-small">
            {mentions.map(({ url, incident: named }) => (
              <li key={url}>
                {named === null ? (
                  <VendorLink href={url}>{url}</VendorLink>
                ) : (
                  <a href={incidentPath(named.vendor, named.id, named.title)} className="linked">
                    {named.vendorName}: <bdi>{named.title}</bdi>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {startedAt !== null && (
        <Section title="At the same time">
          {sameTime.length > 0 && (
            <div className="mb-3 grid gap-2">
              <CollapsibleList
                className="grid gap-2"
                items={sameTime.map((other) => <IncidentLine key={other.id} incident={other} />)}
              />
            </div>
          )}
          <p className="text-small text-soft">
            {sameTime.length === 0 && 'No other vendor had an outage open. '}
            <a href={`/at?t=${toDateTime(startedAt)}`} className="linked">
              What was open on {formatInstant(startedAt)}
            </a>
          </p>
        </Section>
      )}
    </>
  )
}
