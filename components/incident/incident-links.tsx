import { Cascade } from '#components/chart/cascade.tsx'
import { toDateTime } from '#components/text/time-text.ts'
import { VendorLink } from '#components/text/vendor-link.tsx'
import { CollapsibleList } from '#components/ui/collapsible-list.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatCount, formatInstant, formatInteger } from '#lib/domain/format.ts'
import type { CascadeView, IncidentInFull, IncidentView } from '#lib/queries/schemas.ts'
import { incidentPath, vendorPath } from '#lib/url/path.ts'
import { IncidentLine } from './incident-line.tsx'

/** The affected components, the vendors named, and the incidents open at the same time. */
export function IncidentLinks({
  incident,
  sameTime,
  othersKnown,
  cascade,
}: {
  incident: IncidentInFull
  sameTime: IncidentView[]
  othersKnown: { known: number; unknown: number } | null
  cascade: CascadeView | null
}) {
  const { components, mentions, startedAt } = incident
  const upstreams = notLinked(incident)
  return (
    <>
      {components.length > 0 && (
        <Section title="Components">
          <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
            {components.map((component) => (
              <li key={component}>
                <a
                  href={`${vendorPath(incident.vendor)}?component=${encodeURIComponent(component)}`}
                  className="linked"
                >
                  <bdi>{component}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {mentions.length + upstreams.length > 0 && (
        <Section title="Mentions">
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
            {upstreams.map((upstream) => (
              <li key={upstream.name}>
                <Upstream upstream={upstream} />
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
            {othersKnown !== null && othersSentence(sameTime.length, othersKnown)}
            <a href={`/at?t=${toDateTime(startedAt)}`} className="linked">
              What was open on {formatInstant(startedAt)}
            </a>
          </p>
          {cascade?.lanes.some(({ slug }) => slug !== incident.vendor) && (
            <div className="mt-5">
              <Cascade cascade={cascade} moment="its start" />
            </div>
          )}
        </Section>
      )}
    </>
  )
}

/** Named as the cause, with the words that say so. */
function Upstream({ upstream: { name, vendor, quote } }: { upstream: IncidentInFull['namedUpstreams'][number] }) {
  return (
    <>
      {vendor === null ? (
        <b>{name}</b>
      ) : (
        <a href={vendorPath(vendor)} className="linked">
          {name}
        </a>
      )}
      : <q className="text-soft">{quote}</q>
    </>
  )
}

/** Those whose incident no link of the texts leads to. */
function notLinked({ mentions, namedUpstreams }: IncidentInFull): IncidentInFull['namedUpstreams'] {
  const linked = new Set(mentions.map(({ incident }) => incident?.vendor))
  return namedUpstreams.filter(({ vendor }) => vendor === null || !linked.has(vendor))
}

/** Silence counts only for vendors whose history covers the whole incident. `listed`: how many outages of others are shown. */
export function othersSentence(listed: number, { known, unknown }: { known: number; unknown: number }): string {
  const gap = `Our history of ${formatCount(unknown, 'other vendor', 'other vendors')} does not cover this time`
  if (listed > 0) return unknown === 0 ? '' : `${gap}. `
  const silent = unknown === 0 ? '' : `${gap}, so for ${unknown === 1 ? 'it' : 'them'} we can’t tell. `
  if (known === 0) return silent
  const none =
    known === 1
      ? 'The one other vendor whose history covers this time had no outage open. '
      : `None of the ${formatInteger(known)} other vendors whose history covers this time had an outage open. `
  return none + silent
}
