import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'

/** Puts an interactive drawing in the place of the server's, without a moment in which there is neither. */
export function replaceDrawing(island: HTMLElement, drawing: ReactNode): void {
  const drawn = [...island.childNodes]
  const box = document.createElement('div')
  island.append(box)
  flushSync(() => createRoot(box).render(drawing))
  for (const node of drawn) node.remove()
  // The drawing has its own place in the Tab order.
  island.tabIndex = -1
}
