import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'
import { formatCount, listOf } from '#lib/domain/format.ts'

/** In the order in which they are named. */
const NOUNS = {
  vendors: 'vendor',
  sources: 'source',
  incidents: 'incident',
  updates: 'update',
  corrections: 'correction',
  documents: 'document',
  runs: 'run',
  permalinks: 'permalink',
} as const satisfies Record<keyof DeletionImpact | 'vendors', string>

/** "1 source, 31 incidents, 87 updates, 0 corrections, 12 documents and 40 runs": what was counted, `permalinks` included. */
export function describeDeletionImpact(impact: Partial<DeletionImpact & { vendors: number }>): string {
  const counts = (Object.keys(NOUNS) as (keyof typeof NOUNS)[]).flatMap((what) => {
    const count = impact[what]
    return count === undefined ? [] : formatCount(count, NOUNS[what])
  })
  return listOf(counts)
}
