import { Time } from '#components/text/time.tsx'
import type { AuditView } from '#lib/queries/admin-schemas.ts'
import { auditNotes, auditPredicate } from './audit-sentence.ts'

/** Who did what, newest first, in sentences whose subjects are links. */
export function AuditList({ entries, isFiltered }: { entries: AuditView[]; isFiltered: boolean }) {
  if (entries.length === 0) {
    return <p className="mt-6">{isFiltered ? 'No entries match.' : 'There are no entries yet.'}</p>
  }
  return (
    <ol aria-label="Changes, newest first" className="border-line border-t">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="grid grid-cols-[1fr_auto] items-baseline gap-x-6 gap-y-1 border-line border-b py-2.5 text-small md:grid-cols-[12rem_minmax(0,1fr)_auto]"
        >
          <span className="text-soft tabular-nums">
            <Time at={entry.at} zone />
          </span>
          <Sentence entry={entry} />
          <a
            href={`/admin/audit?${new URLSearchParams({ action: entry.action })}`}
            className="linked text-note text-soft max-md:col-start-2 max-md:row-start-1"
          >
            {entry.action}
          </a>
        </li>
      ))}
    </ol>
  )
}

function Sentence({ entry }: { entry: AuditView }) {
  const notes = auditNotes(entry)
  return (
    <div className="min-w-0 max-w-[68ch] wrap-anywhere max-md:col-span-2">
      <p>
        <b className="font-[580]">{entry.actor}</b>{' '}
        {auditPredicate(entry).map((piece) =>
          typeof piece === 'string' ? (
            piece
          ) : (
            <a key={`${piece.href} ${piece.text}`} href={piece.href} className="linked">
              {piece.text}
            </a>
          ),
        )}
        .
      </p>
      {notes.length > 0 && <p className="text-note text-soft">{notes.join(' · ')}</p>}
    </div>
  )
}
