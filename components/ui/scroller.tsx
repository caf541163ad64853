import type { ReactNode } from 'react'

/**
 * A wide table or drawing that scrolls by itself on a narrow screen. It is positioned, so that what is hidden inside it for
 * screen readers does not widen the page. The page's script takes it out of the tab order where nothing of it is hidden.
 */
export function Scroller({
  label,
  className = '',
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keys
    <section aria-label={label} tabIndex={0} className={`relative overflow-x-auto ${className}`}>
      {children}
    </section>
  )
}
