import { watchTyping } from './typing.ts'

/** Long enough for the next letter of a word. */
const PAUSE_MS = 200

/**
 * A search field with `data-asks="ID"` shows as the reader types what its form would: that element and the form's `output` are
 * taken from the page at the form's address, and the event `replaced` says so. Without an answer, the form still works.
 */
export function watchAsking(): void {
  watchTyping('asks', PAUSE_MS, ask)
}

async function ask({ form, dataset: { asks: id = '' } }: HTMLInputElement, signal: AbortSignal): Promise<void> {
  if (form === null) return
  const address = new URL(form.action)
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value !== '') address.searchParams.set(name, value)
  }
  const answer = await fetch(address, { signal })
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  replace(document.getElementById(id), page.getElementById(id))
  replace(form.querySelector('output'), page.querySelector(`form:has([data-asks="${id}"], [data-finds]) output`))
  document.dispatchEvent(new Event('replaced'))
}

function replace(shown: Element | null, asked: Element | null): void {
  if (shown !== null && asked !== null) shown.replaceWith(document.adoptNode(asked))
}
