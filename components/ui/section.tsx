import type { ReactNode } from 'react'

/** A section of a page, with its heading in the margin, or above it where there is no margin. */
export function Section({
  id,
  title,
  aside,
  isRuled = true,
  children,
}: {
  /** The section's anchor. */
  id?: string
  title: string
  aside?: string
  /** Whether a line separates it from what is above. */
  isRuled?: boolean
  children: ReactNode
}) {
  return (
    <section
      id={id}
      className={`grid gap-x-9 gap-y-3 md:grid-cols-[9.25rem_minmax(0,1fr)] ${isRuled ? 'mt-8 border-line border-t pt-6' : 'mt-7'}`}
    >
      <h2 className="flex items-baseline justify-between gap-x-4 self-start font-[620] text-body md:block">
        {title}
        {aside !== undefined && <span className="font-normal text-label text-soft md:mt-1 md:block">{aside}</span>}
      </h2>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
