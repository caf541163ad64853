'use client'

import { useEffect, useState } from 'react'
import type { BatchView } from '#lib/queries/schemas.ts'
import { batchProgressWords } from './batch-words.ts'
import { watch } from './watch.ts'

/** Shows the progress of a batch and reloads the page when its last run has ended. */
export function LiveBatch({ id, initial }: { id: string; initial: string }) {
  const [words, setWords] = useState(initial)
  useEffect(() => {
    const controller = new AbortController()
    watch<Pick<BatchView, 'counts'> & { finishedAt: unknown }>(`/api/v1/batches/${id}`, controller.signal, (batch) => {
      if (batch.finishedAt === null) setWords(batchProgressWords(batch))
      else location.reload()
    })
    return () => controller.abort()
  }, [id])
  return (
    <p aria-live="polite" className="max-w-[68ch] tabular-nums">
      {words}
    </p>
  )
}
