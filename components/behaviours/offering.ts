/** As many as the page lists without script. */
const MAX_OFFERED = 24
/** So that a quick typist asks once. */
const PAUSE_MS = 120

let timer: ReturnType<typeof setTimeout> | undefined
let asking: AbortController | undefined

/**
 * A search field with `data-offers="ID"` asks the server, as the reader types, which vendors that list of tick boxes is to offer.
 * Ticked ones stay. If the server cannot be asked, the form still finds them.
 */
export function watchOffering(): void {
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset.offers === undefined) return
    const list = document.getElementById(target.dataset.offers)
    clearTimeout(timer)
    asking?.abort()
    if (list !== null) timer = setTimeout(() => offer(target, list).catch(() => {}), PAUSE_MS)
  })
}

async function offer(field: HTMLInputElement, list: HTMLElement): Promise<void> {
  asking = new AbortController()
  const query = new URLSearchParams({ q: field.value, limit: String(MAX_OFFERED) })
  const response = await fetch(`/api/v1/vendor-names?${query}`, { signal: asking.signal })
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
  for (const { slug, name } of vendors) if (sample !== null && !ticked.has(slug)) list.append(rowOf(sample, slug, name))
  const output = field.form?.querySelector('output')
  if (output)
    output.textContent = vendors.length < total ? `${vendors.length} of ${total} vendors listed` : `${total} found`
}

function rowOf(sample: Element, slug: string, name: string): Element {
  const row = sample.cloneNode(true) as Element
  const [box, words] = [row.querySelector('input'), row.querySelector('span')]
  if (box) box.value = slug
  if (words) words.textContent = name
  return row
}
