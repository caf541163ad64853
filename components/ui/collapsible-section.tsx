import type { ReactNode } from 'react'

/** A section that shows its heading alone until it is opened, with or without script. */
export function CollapsibleSection({
  id,
  title,
  aside,
  isOpen = false,
  changes = false,
  children,
}: {
  /** The section's anchor. */
  id?: string
  title: string
  /** What is inside, in a few words. */
  aside?: string
  /** Whether it begins opened: where its form has something to say. */
  isOpen?: boolean
  /** Whether everything in it changes something: viewers do not see it. */
  changes?: boolean
  children: ReactNode
}) {
  return (
    <section id={id} data-changes={changes || undefined} className="border-line border-t">
      <details open={isOpen} className="group">
        <summary className="flex min-h-11 cursor-pointer list-none flex-wrap items-baseline gap-x-3 py-2.5 hover:bg-tint [&::-webkit-details-marker]:hidden">
          <span aria-hidden="true" className="w-3 text-soft">
            <span className="group-open:hidden">+</span>
            <span className="hidden group-open:inline">−</span>
          </span>
          <h2 className="font-[620] text-body">{title}</h2>
          {aside !== undefined && <span className="text-label text-soft">{aside}</span>}
        </summary>
        <div className="pt-2 pb-7 pl-6">{children}</div>
      </details>
    </section>
  )
}
