import { HEALTH_WORDS, needsAttention } from '#components/admin/health-words.ts'
import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import type { AdminSource } from '#lib/queries/source-schemas.ts'

/** Sources of many vendors with their health. */
export function SourceTable({ sources }: { sources: AdminSource[] }) {
  return (
    <Table caption="Sources by vendor" columns={['Vendor', 'Source', 'Health', 'Last good read', 'Next poll']}>
      {sources.map((source) => (
        <Row key={source.id}>
          <Cell>
            <a href={`/admin/vendors/${source.vendor}`} className="linked">
              {source.vendorName}
            </a>
          </Cell>
          <Cell>
            <span className="wrap-anywhere">{source.key}</span>
          </Cell>
          <Cell>
            <Health source={source} />
          </Cell>
          <Cell>
            {source.lastGoodReadAt === null ? 'never' : <Time at={source.lastGoodReadAt} form="short" zone />}
          </Cell>
          <Cell>{source.nextDueAt === null ? '—' : <Time at={source.nextDueAt} form="short" zone />}</Cell>
        </Row>
      ))}
    </Table>
  )
}

export function Health({ source: { health, failures } }: { source: Pick<AdminSource, 'health' | 'failures'> }) {
  return (
    <span className={needsAttention(health) ? 'font-[620]' : ''}>
      {HEALTH_WORDS[health]}
      {failures > 1 && ` (${failures} times)`}
    </span>
  )
}
