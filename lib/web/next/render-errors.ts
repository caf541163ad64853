import { AsyncLocalStorage } from 'node:async_hooks'
import type { ReactNode } from 'react'
import type { Download } from '#lib/web/download/download.ts'
import type { DrawnParts } from './drawn-parts.ts'

/** What a render says to the layer around Next, other than its answer. */
export interface Note {
  error: unknown
  /** The status that the page requests; null for Next's. */
  status: number | null
  /** The file to send as the answer. */
  download: Download | null
  /** Draws parts of the page beside Next; null where Next draws all of it. */
  parts: Pick<DrawnParts, 'draw'> | null
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

/** Draws a part of a page beside Next, and returns what `data-drawn` of its mark says; null where Next has to draw it. */
export function drawPart(part: ReactNode): string | null {
  return notes().getStore()?.parts?.draw(part) ?? null
}
