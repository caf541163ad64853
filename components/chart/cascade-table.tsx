import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import { SpanTime, Time } from '#components/text/time.tsx'
import { Scroller } from '#components/ui/scroller.tsx'
import type { CascadeIncident, CascadeLane, CascadeView } from '#lib/queries/schemas.ts'
import { incidentPath, vendorPath } from '#lib/url/path.ts'

/** The bars and arrows of a cascade in words, by vendor in the order of its lanes. */
export function CascadeTable({ cascade }: { cascade: CascadeView }) {
  return (
    <details className="text-label print:hidden">
      <summary className="linked inline-block py-1 text-soft hover:text-ink">Show the drawing as a table</summary>
      <Scroller label="Outages around this moment">
        <table className="mt-1 w-full [&_td]:py-1 [&_td]:pl-4 [&_th]:py-1 [&_th]:text-left [&_th]:font-normal [&_tr]:border-line [&_tr]:border-b [&_tr]:align-top">
          <caption className="sr-only">
            Outages around this moment, by vendor, and what their postings link to or name
          </caption>
          <thead className="text-soft">
            <tr>
              <th scope="col">Vendor</th>
              {['Outage', 'Impact', 'Open', 'Links to or names'].map((column) => (
                <th key={column} scope="col" className="pl-4">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cascade.lanes.flatMap((lane) =>
              lane.incidents.length === 0
                ? [<EmptyLane key={lane.key} lane={lane} />]
                : lane.incidents.map((incident) => (
                    <Row key={incident.id} lane={lane} incident={incident} cascade={cascade} />
                  )),
            )}
          </tbody>
        </table>
      </Scroller>
    </details>
  )
}

function Row({ lane, incident, cascade }: { lane: CascadeLane; incident: CascadeIncident; cascade: CascadeView }) {
  const { startedAt, endedAt, isMinimum } = incident
  return (
    <tr>
      <Vendor lane={lane} />
      <td className="min-w-40">
        <a href={incidentPath(lane.key, incident.id, incident.title)} className="linked">
          <bdi>{incident.title}</bdi>
        </a>
      </td>
      <td className="whitespace-nowrap">{IMPACT_WORDS[incident.impact]}</td>
      <td className="whitespace-nowrap">
        {endedAt === null && 'since '}
        <SpanTime from={startedAt} to={endedAt} />
        {isMinimum && ' or longer'}
      </td>
      <td className="min-w-32">
        {cascade.mentions
          .filter(({ fromId }) => fromId === incident.id)
          .map(({ toLane, toId, postedAt, quote }) => (
            <span key={`${toLane} ${toId}`} className="block">
              {wordsOf(cascade, toLane, toId)}, <Time at={postedAt} form="short" zone />
              {quote !== null && (
                <>
                  : <q>{quote}</q>
                </>
              )}
            </span>
          ))}
      </td>
    </tr>
  )
}

/** "Cloudflare: Service outage"; the vendor alone where that incident is not stored, or was not open in this time. */
function wordsOf({ lanes }: CascadeView, laneKey: string, id: string | null): string {
  const lane = lanes.find(({ key }) => key === laneKey)
  const title = lane?.incidents.find((incident) => incident.id === id)?.title
  return title === undefined ? (lane?.name ?? laneKey) : `${lane?.name}: ${title}`
}

function EmptyLane({ lane }: { lane: CascadeLane }) {
  return (
    <tr>
      <Vendor lane={lane} />
      <td colSpan={4} className="text-soft">
        {emptyWords(lane)}
      </td>
    </tr>
  )
}

function emptyWords({ slug, partial, unknown }: CascadeLane): string {
  if (slug === null) return 'No vendor here has this status page, so we can’t tell.'
  if (unknown.length > 0) return 'Linked to or named; not all of this time is known, so we can’t tell.'
  return partial.length > 0
    ? 'Linked to or named; known in part, with no outage on record.'
    : 'Linked to or named; no outage on record.'
}

function Vendor({ lane: { slug, name } }: { lane: CascadeLane }) {
  return (
    <th scope="row" className="whitespace-nowrap">
      {slug === null ? (
        <bdi>{name}</bdi>
      ) : (
        <a href={vendorPath(slug)} className="linked">
          <bdi>{name}</bdi>
        </a>
      )}
    </th>
  )
}
