'use client'

import { LiveWords } from './live-words.tsx'
import { progressWords } from './progress-words.ts'

/** Shows the progress of a run and reloads the page when it has ended. */
export function LiveRun({ id, initial }: { id: string; initial: string }) {
  return <LiveWords address={`/api/v1/runs/${id}`} initial={initial} wordsOf={progressWords} />
}
