import type { ReactNode } from 'react'
import type { IslandName } from './approach.ts'

/**
 * A part of a page that becomes interactive when the reader turns to it. `children` is what the server draws, which works
 * without script; `props` is what the island's module needs beyond it. They stand in the page, so keep them small.
 */
export function Island({
  name,
  label,
  props,
  children,
}: {
  name: IslandName
  /** What assistive technology calls it. */
  label: string
  props: object
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, and this is one control
    <div role="group" aria-label={label} data-island={name} data-props={JSON.stringify(props)}>
      {children}
    </div>
  )
}
