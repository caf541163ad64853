const SHOWN_MS = 2_000

/** Buttons with `data-copy` put their text on the clipboard and say so; `data-share` hands the page to the system's own sharing. */
export function watchCopying(signal: AbortSignal): void {
  if ('share' in navigator) document.documentElement.dataset.shares = ''
  document.addEventListener(
    'click',
    (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-copy], [data-share]')
      if (button?.dataset.copy !== undefined) copy(button, button.dataset.copy)
      // A reader who closes the sheet rejects the promise, which is no error.
      else if (button) navigator.share({ title: document.title, url: canonicalAddress() }).catch(() => {})
    },
    { signal },
  )
}

async function copy(button: HTMLElement, text: string): Promise<void> {
  const label = button.textContent
  // A text that is an address of this site may be relative: the page does not know under which name it is read.
  const copied = text.startsWith('/') || text.startsWith('#') ? new URL(text, canonicalAddress()).href : text
  const isDone = await navigator.clipboard.writeText(copied).then(
    () => true,
    () => false,
  )
  button.textContent = isDone ? 'Copied' : 'Not allowed'
  setTimeout(() => {
    button.textContent = label
  }, SHOWN_MS)
}

function canonicalAddress(): string {
  return document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? location.href
}
