import { Time } from '#components/time.tsx'
import type { AuditView } from '#lib/queries/admin-shapes.ts'
import { Cell, Row, Table } from './table.tsx'

export function AuditTable({ entries }: { entries: AuditView[] }) {
  if (entries.length === 0) return <p className="mt-6">Nothing has been changed yet.</p>
  return (
    <Table caption="Changes, the newest first" columns={['When', 'Who', 'What', 'Of what', 'Details']}>
      {entries.map(({ id, at, actor, action, subject, detail }) => (
        <Row key={id}>
          <Cell>
            <span className="whitespace-nowrap">
              <Time at={at} zone />
            </span>
          </Cell>
          <Cell>{actor}</Cell>
          <Cell>{action}</Cell>
          <Cell>
            <span className="wrap-anywhere">{subject}</span>
          </Cell>
          <Cell>{detail !== null && <code className="text-note wrap-anywhere">{JSON.stringify(detail)}</code>}</Cell>
        </Row>
      ))}
    </Table>
  )
}
