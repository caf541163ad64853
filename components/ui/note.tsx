import type { ReactNode } from 'react'

/**
 * A button that opens the `Note` with the same id by click, tap, key or resting pointer. The browser handles opening, closing
 * and Escape, so it works without script.
 */
export function NoteButton({ id, children, className = '' }: { id: string; children: ReactNode; className?: string }) {
  return (
    <button type="button" popoverTarget={id} className={`explained text-left ${className}`}>
      {children}
    </button>
  )
}

export function Note({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <div id={id} popover="auto" className="overlay p-4 text-small">
      <p className="font-[620]">{title}</p>
      {children}
    </div>
  )
}
