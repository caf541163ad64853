import { Note, NoteButton } from '#components/ui/note.tsx'
import { formatDay } from '#lib/domain/format.ts'
import type { IncidentInFull } from '#lib/queries/schemas.ts'

/** A citation of the incident for a report: what, where, when it was read, and the document that proves it. */
export function CiteNote({ incident, now }: { incident: IncidentInFull; now: Date }) {
  const text = citation(incident, now)
  return (
    <>
      <NoteButton id="cite">Cite</NoteButton>
      <Note id="cite" title="Cite this incident">
        <p className="mt-2 select-all text-label wrap-anywhere">{text}</p>
        <p className="mt-3 hidden scripted:block">
          <button type="button" data-copy={text} className="linked">
            Copy
          </button>
        </p>
      </Note>
    </>
  )
}

function citation({ vendorName, title, startedAt, permalink, documentSha256 }: IncidentInFull, now: Date): string {
  const when = startedAt === null ? '' : ` ${formatDay(startedAt)}.`
  return `${vendorName}: “${title}”.${when} In: Outage History, ${permalink}, read ${formatDay(now)}. Source document sha256 ${documentSha256}.`
}
