import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import type { AlertDeliveryView } from '#lib/domain/alerts/target-views.ts'
import { deliveryWords, stateWords } from './target-words.ts'

export function DeliveryTable({ deliveries }: { deliveries: readonly AlertDeliveryView[] }) {
  if (deliveries.length === 0) return <p className="text-soft">Nothing has been sent yet.</p>
  return (
    <Table caption="Deliveries" columns={['Queued', 'About', 'State', 'What went wrong']}>
      {deliveries.map((delivery) => (
        <Row key={delivery.id}>
          <Cell>
            <Time at={delivery.createdAt} zone />
          </Cell>
          <Cell>
            <a href={`/admin/alerts/deliveries/${delivery.id}`} className="linked wrap-anywhere">
              {deliveryWords(delivery)}
            </a>
          </Cell>
          <Cell>{stateWords(delivery)}</Cell>
          <Cell>{delivery.failure ?? ''}</Cell>
        </Row>
      ))}
    </Table>
  )
}
