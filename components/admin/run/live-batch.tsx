'use client'

import type { BatchProgress } from '#lib/queries/schemas.ts'
import { batchProgressWords } from './batch-words.ts'
import { LiveWords } from './live-words.tsx'

/** Shows the progress of a batch and reloads the page when its last run has ended. */
export function LiveBatch({ id, dryRun, initial }: { id: string; dryRun: boolean; initial: string }) {
  return <LiveWords address={`/api/v1/batches/${id}`} initial={initial} wordsOf={dryRun ? dryRunWords : realWords} />
}

type Seen = Pick<BatchProgress, 'counts'>

// Functions of the module, since another one at each render would open another connection.
const dryRunWords = ({ counts }: Seen) => batchProgressWords({ dryRun: true, counts })
const realWords = ({ counts }: Seen) => batchProgressWords({ dryRun: false, counts })
