import { Time } from '#components/text/time.tsx'
import { formatCount } from '#lib/domain/format.ts'
import type { BatchLine } from '#lib/queries/admin-schemas.ts'
import { batchWords } from './batch-words.ts'

/** Batches: runs that were requested together, each batch with a link to its page. */
export function BatchList({ batches }: { batches: BatchLine[] }) {
  return (
    <ul className="grid gap-1.5 text-small">
      {batches.map((batch) => (
        <li key={batch.id}>
          <a href={`/admin/batches/${batch.id}`} className="linked">
            {batchWords(batch)}
          </a>{' '}
          <span className="text-soft">
            <Time at={batch.createdAt} zone /> · {formatCount(batch.runCount, 'run')}
            {batch.atWork > 0 && `, ${batch.atWork} not finished`}
          </span>
        </li>
      ))}
    </ul>
  )
}
