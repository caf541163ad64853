const SHOWN_MS = 2_000

/** Buttons with `data-copy` copy their text and confirm it; `data-share` opens the system's share sheet for the page. */
export function watchCopying(): void {
  if ('share' in navigator) document.documentElement.dataset.shares = ''
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-copy], [data-share]')
    if (button?.dataset.copy !== undefined) copy(button, button.dataset.copy)
    // Closing the sheet rejects the promise; that is not an error.
    else if (button) navigator.share({ title: document.title, url: canonicalAddress() }).catch(() => {})
  })
}

async function copy(button: HTMLElement, text: string): Promise<void> {
  const label = button.textContent
  const copied = withWholeAddresses(text)
  const isDone = await navigator.clipboard.writeText(copied).then(
    () => true,
    () => false,
  )
  button.textContent = isDone ? 'Copied' : 'Not allowed'
  setTimeout(() => {
    button.textContent = label
  }, SHOWN_MS)
}

/** Site addresses in the text may be relative: a page does not know the host name that serves it. */
function withWholeAddresses(text: string): string {
  const base = canonicalAddress()
  if (/^[/#]\S*$/.test(text)) return new URL(text, base).href
  if (!text.startsWith('<')) return text
  return text.replace(/(?<=(?:src|href)=")\/[^"]*/g, (path) => new URL(path, base).href)
}

function canonicalAddress(): string {
  return document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? location.href
}
