import { AsyncLocalStorage } from 'node:async_hooks'
import type { Download } from '#lib/web/download/download.ts'

interface Note {
  error: unknown
  /** What the page wants to be answered with; null for what Next says. */
  status: number | null
  /** The file that is the answer, still to be made. */
  download: Download | null
}

// Next's bundle and the server around it are two module graphs in one process.
const shared = globalThis as typeof globalThis & { outageHistoryRenderNotes?: AsyncLocalStorage<Note> }

function notes(): AsyncLocalStorage<Note> {
  shared.outageHistoryRenderNotes ??= new AsyncLocalStorage()
  return shared.outageHistoryRenderNotes
}

/**
 * Runs a render and keeps in `note` the error that made it fail: Next answers such a page with a bare 500, and only the
 * error itself tells a database that is away from a fault of ours. Also keeps the status that the page asked for, and the file
 * that a handler offers.
 */
export function withRenderNote<T>(note: Note, render: () => T): T {
  return notes().run(note, render)
}

/** To be called by Next's `onRequestError` hook (instrumentation.ts), which runs in the context of the render. */
export function noteRenderError(error: unknown): void {
  const note = notes().getStore()
  if (note !== undefined) note.error ??= error
}

/** To be called by a page that is whole, but answers a request that cannot be met: Next would say 200. */
export function answerWithStatus(status: 400): void {
  const note = notes().getStore()
  if (note !== undefined) note.status = status
}

/** Hands a file to the layer around Next, to be made by it; false where there is none. See answer-with-download.ts. */
export function offeredDownload(download: Download): boolean {
  const note = notes().getStore()
  if (note === undefined) return false
  note.download = download
  return true
}
