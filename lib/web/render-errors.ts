import { AsyncLocalStorage } from 'node:async_hooks'

interface Note {
  error: unknown
}

// Next's bundle and the server around it are two module graphs in one process.
const shared = globalThis as typeof globalThis & { outageHistoryRenderNotes?: AsyncLocalStorage<Note> }

function notes(): AsyncLocalStorage<Note> {
  shared.outageHistoryRenderNotes ??= new AsyncLocalStorage()
  return shared.outageHistoryRenderNotes
}

/**
 * Runs a render and keeps in `note` the error that made it fail: Next answers such a page with a bare 500, and only the
 * error itself tells a database that is away from a fault of ours.
 */
export function withRenderNote<T>(note: Note, render: () => T): T {
  return notes().run(note, render)
}

/** To be called by Next's `onRequestError` hook (instrumentation.ts), which runs in the context of the render. */
export function noteRenderError(error: unknown): void {
  const note = notes().getStore()
  if (note !== undefined) note.error ??= error
}
