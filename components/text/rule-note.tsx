import type { ReactNode } from 'react'
import { Note } from '#components/ui/note.tsx'

/** What a figure means, with the way to its rule on the page of the method. `children`: what this one leaves out. */
export function RuleNote({
  id,
  title,
  rule,
  anchor,
  children,
}: {
  id: string
  title: string
  rule: ReactNode
  anchor: string
  children?: ReactNode
}) {
  return (
    <Note id={id} title={title}>
      <p className="mt-1 text-soft">{rule}</p>
      {children}
      <p className="mt-2">
        <a href={`/methodology#${anchor}`} className="linked">
          The rule in full
        </a>
      </p>
    </Note>
  )
}
