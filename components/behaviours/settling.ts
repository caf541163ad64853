import { inIdleSlices } from './idle.ts'

/** On the slow phone of docs/benchmarks.md the layout of so many takes less than 30 ms. */
const ENTRIES_AT_A_TIME = 3

/**
 * Marks the deferred entries of a list (globals.css) a few at a time, and then the document, so that they are laid out while the
 * reader is idle, and never so many that a tap waits for them. The page then has its final length for searching, printing, saving
 * or dragging the scroll bar.
 */
export function watchSettling(): void {
  const entries = document.querySelectorAll<HTMLElement>('.month-of-incidents article')
  inIdleSlices([...entries, document.documentElement], ENTRIES_AT_A_TIME, (element) => {
    element.dataset.settled = ''
  })
}
