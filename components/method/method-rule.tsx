import type { ReactNode } from 'react'
import { Section } from '#components/ui/section.tsx'

/** One rule of the method; figures link to its anchor. */
export function Rule({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Section id={id} title={title}>
      <div className="prose-rule max-w-[68ch]">{children}</div>
    </Section>
  )
}
