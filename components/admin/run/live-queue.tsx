'use client'

import { useEffect, useState } from 'react'
import type { QueueProgress } from '#lib/queries/schemas.ts'
import { progressWords, type RunSeen } from './progress-words.ts'
import { reloadPage } from './reload-page.ts'
import { MODE_WORDS } from './run-words.ts'
import { watch } from './watch.ts'

export type QueueSeen = Pick<QueueProgress, 'more'> & {
  finishedAt: unknown
  runs: (Pick<QueueProgress['runs'][number], 'id' | 'vendorName' | 'mode' | 'dryRun'> & RunSeen)[]
}

/**
 * The runs under way, each with its progress; the page reloads when all have ended, unless somebody is filling in a form.
 * Without script, reloading shows the same.
 */
export function LiveQueue({ address, query, initial }: { address: string; query: string; initial: QueueSeen }) {
  const [{ runs, more, finishedAt }, setSeen] = useState(initial)
  useEffect(() => {
    const controller = new AbortController()
    const tell = (seen: QueueSeen) => {
      setSeen(seen)
      if (seen.finishedAt === null) return
      controller.abort()
      if (!isFillingIn()) reloadPage()
    }
    watch<QueueSeen>(address, controller.signal, tell, query)
    return () => controller.abort()
  }, [address, query])
  return (
    <div aria-live="polite">
      {finishedAt !== null && <p>All of these runs have ended. Reload the page to see the results.</p>}
      <ul className="grid gap-2">
        {runs.map((run) => (
          <li key={run.id}>
            <a href={`/admin/runs/${run.id}`} className="linked font-[580]">
              {run.vendorName}
            </a>
            <span className="text-soft">
              {' · '}
              {MODE_WORDS[run.mode] ?? run.mode}
              {run.dryRun && ', dry run'}
            </span>
            <span className="block max-w-[68ch] text-small text-soft tabular-nums">{progressWords(run)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-2 text-small text-soft">And {more} more.</p>}
    </div>
  )
}

/** Whether a reload would lose what somebody typed or ticked. */
function isFillingIn(): boolean {
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some((field) =>
    field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue,
  )
}
