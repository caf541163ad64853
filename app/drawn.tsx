import type { ReactNode } from 'react'
import { drawPart } from '#lib/web/next/render-errors.ts'

/**
 * A part of a public page, without client components. For readers without the framework's script, the HTTP layer draws it to HTML
 * and puts it here; for others, and where that layer is missing, it is drawn by Next like any other (decision 157).
 */
export function Drawn({ children }: { children: ReactNode }) {
  const mark = drawPart(children)
  return mark === null ? children : <template data-drawn={mark} />
}
