import { noteRenderError } from '#lib/web/next/render-errors.ts'

/** Called by Next with whatever made a page or route handler fail. The HTTP layer decides by it between 500 and 503. */
export function onRequestError(error: unknown): void {
  noteRenderError(error)
}
