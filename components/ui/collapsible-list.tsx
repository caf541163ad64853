import type { ReactNode } from 'react'

/** A list that shows its first items and opens the rest on a click. `className` applies to both parts. */
export function CollapsibleList({
  items,
  most = 5,
  className,
}: {
  items: ReactNode[]
  most?: number
  className: string
}) {
  // Replacing one item by one line would save nothing.
  const shown = items.length > most + 1 ? most : items.length
  return (
    <>
      <ul className={className}>{items.slice(0, shown)}</ul>
      {items.length > shown && (
        <details className="print:hidden">
          <summary className="linked inline-flex min-h-9 items-center text-small text-soft hover:text-ink">
            {items.length - shown} more
          </summary>
          <ul className={className}>{items.slice(shown)}</ul>
        </details>
      )}
    </>
  )
}
