import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import type { AuditView } from '#lib/queries/admin-schemas.ts'
import { auditNotes, auditPredicate } from './audit-sentence.ts'

/** Who did what, in sentences whose subjects are links. */
export function AuditTable({ entries, isFiltered }: { entries: AuditView[]; isFiltered: boolean }) {
  if (entries.length === 0) {
    return <p className="mt-6">{isFiltered ? 'No entries match.' : 'There are no entries yet.'}</p>
  }
  return (
    <Table caption="Changes, newest first" columns={['Time', 'What happened', 'Action']}>
      {entries.map((entry) => (
        <Row key={entry.id}>
          <Cell>
            <span className="whitespace-nowrap">
              <Time at={entry.at} zone />
            </span>
          </Cell>
          <Cell>
            <Entry entry={entry} />
          </Cell>
          <Cell>
            <a
              href={`/admin/audit?${new URLSearchParams({ action: entry.action })}`}
              className="linked whitespace-nowrap text-note text-soft"
            >
              {entry.action}
            </a>
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

function Entry({ entry }: { entry: AuditView }) {
  const notes = auditNotes(entry)
  return (
    <div className="min-w-72 max-w-[68ch] wrap-anywhere">
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
