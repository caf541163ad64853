/**
 * Marks the document once the first paint is over, so that deferred parts (globals.css) are laid out while the reader is idle.
 * The page then has its final length for searching, printing, saving or dragging the scroll bar.
 */
export function watchSettling(): void {
  const settle = () => {
    document.documentElement.dataset.settled = ''
  }
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(settle, { timeout: 2_000 })
  else setTimeout(settle, 200)
}
