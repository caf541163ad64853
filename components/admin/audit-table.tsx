import { Time } from '#components/text/time.tsx'
import type { AuditView } from '#lib/queries/admin-schemas.ts'
import { Cell, Row, Table } from './table.tsx'

export function AuditTable({ entries, isFiltered }: { entries: AuditView[]; isFiltered: boolean }) {
  if (entries.length === 0) {
    return <p className="mt-6">{isFiltered ? 'No entries match.' : 'There are no entries yet.'}</p>
  }
  return (
    <Table caption="Changes, newest first" columns={['Time', 'Actor', 'Action', 'Subject', 'Details']}>
      {entries.map(({ id, at, actor, action, subject, detail }) => (
        <Row key={id}>
          <Cell>
            <span className="whitespace-nowrap">
              <Time at={at} zone />
            </span>
          </Cell>
          <Cell>
            <span className="block min-w-32 wrap-anywhere">{actor}</span>
          </Cell>
          <Cell>{action}</Cell>
          <Cell>
            <span className="wrap-anywhere">{subject}</span>
          </Cell>
          <Cell>
            <span className="block min-w-56 text-note text-soft wrap-anywhere">{detailWords(detail)}</span>
          </Cell>
        </Row>
      ))}
    </Table>
  )
}

/** "role: admin; by: ada@example.com": an action's details, nearly always a flat list. */
function detailWords(detail: unknown): string {
  if (detail === null || typeof detail !== 'object' || Array.isArray(detail)) {
    return detail === null ? '' : JSON.stringify(detail)
  }
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')
}
