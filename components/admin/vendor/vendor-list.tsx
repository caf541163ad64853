import { HEALTH_WORDS, needsAttention } from '#components/admin/health-words.ts'
import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import { formatInteger } from '#lib/domain/format.ts'
import type { AdminVendorLine } from '#lib/queries/admin-schemas.ts'

export function AdminVendorTable({ vendors }: { vendors: AdminVendorLine[] }) {
  return (
    <Table caption="Vendors" columns={['Vendor', 'Category', 'Sources', 'Incidents', 'Last good read']}>
      {vendors.map(({ slug, name, category, pausedAt, health, incidentCount, lastGoodReadAt }) => (
        <Row key={slug}>
          <Cell>
            <a href={`/admin/vendors/${slug}`} className="linked font-[580]">
              {name}
            </a>
          </Cell>
          <Cell>{category ?? '—'}</Cell>
          <Cell>
            {pausedAt !== null ? (
              'Paused'
            ) : health === null ? (
              'None'
            ) : (
              <span className={needsAttention(health) ? 'font-[620]' : ''}>{HEALTH_WORDS[health]}</span>
            )}
          </Cell>
          <Cell>{formatInteger(incidentCount)}</Cell>
          <Cell>{lastGoodReadAt === null ? 'never' : <Time at={lastGoodReadAt} zone />}</Cell>
        </Row>
      ))}
    </Table>
  )
}
