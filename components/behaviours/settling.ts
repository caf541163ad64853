/**
 * Says on the document that the first paint is over, so that what waited for it (globals.css) is laid out now, while nobody
 * waits: a page that is searched, printed, saved or scrolled by its bar is then as long as it will be.
 */
export function watchSettling(signal: AbortSignal): void {
  const settle = () => {
    if (!signal.aborted) document.documentElement.dataset.settled = ''
  }
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(settle, { timeout: 2_000 })
  else setTimeout(settle, 200)
}
