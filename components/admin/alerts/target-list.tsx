import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import { KIND_FACTS } from '#lib/domain/alerts/target-kinds.ts'
import type { AlertTargetView } from '#lib/domain/alerts/target-views.ts'
import { healthWords, placeOf } from './target-words.ts'

/** The targets with how they do; disabled ones first said in words. */
export function TargetList({ targets }: { targets: readonly AlertTargetView[] }) {
  if (targets.length === 0) return <p className="text-soft">There are no targets, so alerts go nowhere.</p>
  return (
    <>
      {targets.map(({ id, name, disabledReason }) =>
        disabledReason === null ? null : (
          <p key={id} role="note" className="mb-4 max-w-[68ch] border-ink border-l-2 py-0.5 pl-3.5 text-small">
            <b className="font-[580]">{name} is disabled.</b> {disabledReason}{' '}
            <a href={`/admin/alerts/targets/${id}`} className="linked">
              Mend and enable it
            </a>
          </p>
        ),
      )}
      <Table caption="Targets" columns={['Name', 'Kind', 'Goes to', 'Health', 'Last accepted', 'Waiting']}>
        {targets.map((target) => (
          <Row key={target.id}>
            <Cell>
              <a href={`/admin/alerts/targets/${target.id}`} className="linked wrap-anywhere">
                {target.name}
              </a>
            </Cell>
            <Cell>{KIND_FACTS[target.kind].label}</Cell>
            <Cell>{placeOf(target)}</Cell>
            <Cell>{healthWords(target)}</Cell>
            <Cell>{target.acceptedAt === null ? 'never' : <Time at={target.acceptedAt} zone />}</Cell>
            <Cell>{target.waitingCount}</Cell>
          </Row>
        ))}
      </Table>
    </>
  )
}
