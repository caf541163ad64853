import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import type { RunView } from '#lib/queries/schemas.ts'
import { countWords, resultWords, runWords } from './run-words.ts'

export function RunTable({ caption, runs }: { caption: string; runs: RunView[] }) {
  if (runs.length === 0) return <p className="text-soft">There are no runs.</p>
  return (
    <Table caption={caption} columns={['Started', 'Vendor', 'Run', 'Result', 'Incidents']}>
      {runs.map((run) => (
        <Row key={run.id}>
          <Cell>
            <a href={`/admin/runs/${run.id}`} className="linked whitespace-nowrap">
              <Time at={run.startedAt ?? run.createdAt} form="short" zone />
            </a>
          </Cell>
          <Cell>
            <a href={`/admin/vendors/${run.vendor}`} className="linked">
              {run.vendor}
            </a>{' '}
            <span className="text-soft">{run.platform}</span>
          </Cell>
          <Cell>{runWords(run)}</Cell>
          <Cell>
            <span className={run.state === 'failed' || run.state === 'suspicious' ? 'font-[620]' : ''}>
              {resultWords(run)}
            </span>
            {run.error !== null && (
              <span className="block text-label text-soft wrap-anywhere">{run.error.message}</span>
            )}
          </Cell>
          <Cell>{countWords(run)}</Cell>
        </Row>
      ))}
    </Table>
  )
}
