'use client'

import { useEffect, useState } from 'react'
import { progressWords, type RunSeen } from './progress-words.ts'
import { watch } from './watch.ts'

/**
 * Shows the progress of a run and reloads the page when it has ended. Uses server-sent events, which the browser reconnects by
 * itself; where they do not get through, it polls. Without script, reloading the page shows the same.
 */
export function LiveRun({ id, initial }: { id: string; initial: string }) {
  const [words, setWords] = useState(initial)
  useEffect(() => {
    const controller = new AbortController()
    watch<RunJson>(`/api/v1/runs/${id}`, controller.signal, (run) => {
      if (run.finishedAt === null) setWords(progressWords(run))
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

type RunJson = RunSeen & { finishedAt: unknown }
