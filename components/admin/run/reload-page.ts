/** How long the next page may take to arrive. After a download, which fires the same event, none does. */
const LEAVING_MS = 10_000

let leftAt = Number.NEGATIVE_INFINITY
if (typeof window !== 'undefined') {
  window.addEventListener('beforeunload', () => {
    leftAt = performance.now()
  })
}

/** Loads the page anew, but waits while another is on its way: a reload would cancel the request of the button that was pressed. */
export function reloadPage(): void {
  const wait = leftAt + LEAVING_MS - performance.now()
  if (wait > 0) setTimeout(reloadPage, wait)
  else location.reload()
}
