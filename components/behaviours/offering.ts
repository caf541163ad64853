import { FULL_WORDS, offeredWords } from '#components/filter/offered-words.ts'
import { watchTyping } from './typing.ts'

/** As many as the page lists without script. */
const MAX_OFFERED = 24
/** So that a quick typist asks once. */
const PAUSE_MS = 120

/**
 * A search field with `data-offers="ID"` asks the server, as the reader types, which vendors that list of tick boxes is to offer.
 * Ticked ones stay; with `data-most` of them, no other can be ticked. If the server cannot be asked, the form still finds them.
 */
export function watchOffering(): void {
  watchTyping('offers', PAUSE_MS, offer)
  document.addEventListener('change', ({ target }) => {
    const list = (target as Element).closest<HTMLElement>('[data-most]')
    if (list !== null) holdToMost(list)
  })
}

async function offer(field: HTMLInputElement, signal: AbortSignal): Promise<void> {
  const list = document.getElementById(field.dataset.offers ?? '')
  if (list === null) return
  const query = new URLSearchParams({ q: field.value, limit: String(MAX_OFFERED) })
  const response = await fetch(`/api/v1/vendor-names?${query}`, { signal })
  if (!response.ok) return
  const { vendors, total } = (await response.json()) as { vendors: { slug: string; name: string }[]; total: number }
  const sample = field.form?.querySelector('template')?.content.firstElementChild ?? null
  // What stands below must not move under a pointer that is about to press it.
  list.style.minHeight = `${list.offsetHeight}px`
  const ticked = new Set<string>()
  for (const row of [...list.children]) {
    const box = row.querySelector('input')
    if (box?.checked) ticked.add(box.value)
    else row.remove()
  }
  const isFull = ticked.size >= Number(list.dataset.most)
  for (const { slug, name } of isFull ? [] : vendors)
    if (sample !== null && !ticked.has(slug)) list.append(rowOf(sample, slug, name))
  const output = field.form?.querySelector('output')
  if (!output) return
  output.textContent = isFull ? FULL_WORDS : offeredWords({ listed: vendors.length, total, find: field.value.trim() })
}

function holdToMost(list: HTMLElement): void {
  const boxes = [...list.querySelectorAll('input')]
  const isFull = boxes.filter(({ checked }) => checked).length >= Number(list.dataset.most)
  for (const box of boxes) box.disabled = isFull && !box.checked
  const output = list.closest('form')?.querySelector('output')
  if (output && (isFull || output.textContent === FULL_WORDS)) output.textContent = isFull ? FULL_WORDS : ''
}

function rowOf(sample: Element, slug: string, name: string): Element {
  const row = sample.cloneNode(true) as Element
  const [box, words] = [row.querySelector('input'), row.querySelector('span')]
  if (box) box.value = slug
  if (words) words.textContent = name
  return row
}
