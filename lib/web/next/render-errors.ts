import { AsyncLocalStorage } from 'node:async_hooks'
import type { Download } from '#lib/web/download/download.ts'

interface Note {
  error: unknown
  /** The status that the page requests; null for Next's. */
  status: number | null
  /** The file to send as the answer. */
  download: Download | null
}

// Next's bundle and the server around it are two module graphs in one process.
const shared = globalThis as typeof globalThis & { outageHistoryRenderNotes?: AsyncLocalStorage<Note> }

function notes(): AsyncLocalStorage<Note> {
  shared.outageHistoryRenderNotes ??= new AsyncLocalStorage()
  return shared.outageHistoryRenderNotes
}

/**
 * Runs a render and stores in `note` the error that made it fail: Next answers such a page with a bare 500, and only
 * the error distinguishes a database outage from a fault of this site. Also stores the status that the page requests,
 * and the file that a handler returns.
 */
export function withRenderNote<T>(note: Note, render: () => T): T {
  return notes().run(note, render)
}

/** Called by Next's `onRequestError` hook (instrumentation.ts), in the context of the render. */
export function noteRenderError(error: unknown): void {
  const note = notes().getStore()
  if (note !== undefined) note.error ??= error
}

/** Called by a complete page that answers an invalid request: Next would send 200. */
export function answerWithStatus(status: 400): void {
  const note = notes().getStore()
  if (note !== undefined) note.status = status
}

/** Hands a file to the layer around Next; false without that layer. See answer-with-download.ts. */
export function offeredDownload(download: Download): boolean {
  const note = notes().getStore()
  if (note === undefined) return false
  note.download = download
  return true
}
