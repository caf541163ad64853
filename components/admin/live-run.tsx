'use client'

import { useEffect, useState } from 'react'
import type { RunView } from '#lib/queries/shapes.ts'
import { progressWords } from './progress-words.ts'

const POLL_MS = 2_000

/**
 * Says how far a run has got while it works, and loads the page anew when it has ended. By server-sent events, which the
 * browser takes up again by itself; where they do not get through, by asking. Without script, reloading shows the same.
 */
export function LiveRun({ id, initial }: { id: string; initial: string }) {
  const [words, setWords] = useState(initial)
  useEffect(() => {
    const controller = new AbortController()
    watchRun(`/api/v1/runs/${id}`, controller.signal, (run) => {
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

type RunJson = Pick<
  RunView,
  'state' | 'documentsRead' | 'created' | 'updated' | 'withdrawn' | 'quarantined' | 'progress'
> & {
  finishedAt: unknown
}

function watchRun(address: string, signal: AbortSignal, tell: (run: RunJson) => void): void {
  const events = new EventSource(`${address}/events`)
  let timer: ReturnType<typeof setInterval> | undefined
  const ask = async () => {
    const answer = await fetch(address, { signal }).catch(() => null)
    if (answer?.ok) tell(await answer.json())
  }
  events.onmessage = ({ data }) => tell(JSON.parse(data))
  // Also while the browser tries to come back: the two do not disturb each other.
  events.onerror = () => {
    timer ??= setInterval(ask, POLL_MS)
  }
  events.onopen = () => {
    clearInterval(timer)
    timer = undefined
  }
  signal.addEventListener('abort', () => {
    events.close()
    clearInterval(timer)
  })
}
