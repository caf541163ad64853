'use client'

import { batchProgressWords } from './batch-words.ts'
import { LiveWords } from './live-words.tsx'

/** Shows the progress of a batch and reloads the page when its last run has ended. */
export function LiveBatch({ id, initial }: { id: string; initial: string }) {
  return <LiveWords address={`/api/v1/batches/${id}`} initial={initial} wordsOf={batchProgressWords} />
}
