import type { ReactNode } from 'react'

/** Every island. The module of each is named in components/behaviours/islands.ts. */
export type IslandName = 'month-chart' | 'api-explorer'

/** How the reader came to an island: by pointer, by keyboard focus, or by a tap on a touch screen. */
export interface Approach {
  by: 'pointer' | 'focus' | 'tap'
  /** Where the pointer is, or the finger was, across the window in pixels. */
  clientX: number
}

/** What the module of an island exports: the drawing that takes the place of the server's. */
export interface IslandModule {
  draw(element: HTMLElement, approach: Approach): ReactNode
}
