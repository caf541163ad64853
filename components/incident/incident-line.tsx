import { IncidentIcon } from '#components/text/icon.tsx'
import { durationWords, impactWords } from '#components/text/incident-words.ts'
import type { IncidentView, SearchMatch } from '#lib/queries/schemas.ts'
import type { MarkedText } from '#lib/text/marked.ts'
import { incidentPath } from '#lib/url/path.ts'
import { IncidentWhen } from './incident-when.tsx'

/** An incident in one or two lines, for lists that mix vendors; `match` adds the passage where the search words occur. */
export function IncidentLine({ incident, match }: { incident: IncidentView; match?: SearchMatch }) {
  const { value, basis } = durationWords(incident)
  const words = impactWords(incident)
  return (
    <li className="whole grid grid-cols-[auto_1fr_auto] gap-x-2.5">
      <span className="flex h-[1.6em] items-center">
        <IncidentIcon kind={incident.kind} impact={incident.impact} />
      </span>
      <a
        href={incidentPath(incident.vendor, incident.id, incident.title)}
        className="min-w-0 font-[620] tracking-[-0.012em] wrap-anywhere hover:underline"
      >
        {incident.vendorName}: <bdi>{match === undefined ? incident.title : <Marked text={match.title} />}</bdi>
      </a>
      <b className="whitespace-nowrap pl-3.5 text-right font-[620] tabular-nums">{value}</b>
      <p className="col-start-2 text-label text-soft tabular-nums">
        <IncidentWhen incident={incident} form="instant" />
        {words !== null && ` · ${words}`}
        {incident.isSample && ' · sample'}
      </p>
      <p className="text-right text-note text-soft leading-[1.6]">
        {basis}
        <span data-end hidden />
      </p>
      {match?.excerpt && (
        <p className="col-start-2 mt-0.5 max-w-[68ch] text-small wrap-anywhere">
          <bdi>
            <Marked text={match.excerpt} />
          </bdi>
        </p>
      )}
    </li>
  )
}

function Marked({ text }: { text: MarkedText }) {
  return text.map((piece, index) =>
    piece.isMatch ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
      <mark key={index} className="bg-bar/20 text-ink">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
}
