import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'
import { formatCount } from '#lib/domain/format.ts'

/** "2 sources, 31 incidents, 87 updates, 0 corrections, 12 documents and 40 runs" */
export function describeDeletionImpact({
  sources,
  incidents,
  updates,
  corrections,
  documents,
  runs,
}: DeletionImpact): string {
  const counts = [
    formatCount(sources, 'source'),
    formatCount(incidents, 'incident'),
    formatCount(updates, 'update'),
    formatCount(corrections, 'correction'),
    formatCount(documents, 'document'),
  ]
  return `${counts.join(', ')} and ${formatCount(runs, 'run')}`
}

/** Where to get a copy before deleting. */
export function CopyFirst({ vendor }: { vendor: string }) {
  return (
    <p className="max-w-[68ch] text-small">
      Keep a copy first:{' '}
      <a href={`/vendors/${vendor}/incidents.ndjson?window=all&kind=all`} className="linked">
        all incidents as NDJSON
      </a>
      ; <code>npm run cli -- export --out FILE.ndjson</code> writes everything, documents included, and{' '}
      <code>import</code> restores it.
    </p>
  )
}
