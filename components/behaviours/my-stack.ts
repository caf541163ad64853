import { MAX_STACKED } from '#lib/url/vendor-choice.ts'
import { readSetting, writeSetting } from './settings.ts'

const NAME = 'stack'
/** Until the next page: the vendors of the page on which the reader sent the form. */
const CHOSEN = 'chosen'
const FULL_WORDS = `Your stack has ${MAX_STACKED} vendors, and holds no more: untick one first.`

/**
 * Remembers in the browser which vendors the reader's stack has. The page of a stack gives them in `data-stack`, and is believed if
 * the reader has just chosen them in the form `data-chooses` of a page with others: one that somebody sent stays theirs, however it is
 * filtered, and whatever is looked for there. Tick boxes of the form `my-stack` add and remove one; a link with
 * `data-add-to-stack="slug"` adds that vendor, and leads to the stack; one with `data-last-stack` appears where there is a stack to
 * return to. Without script, boxes and links still lead to a stack.
 */
export function watchMyStack(): void {
  const shown = document.querySelector<HTMLElement>('[data-stack]')?.dataset.stack ?? ''
  const before = takeChosen()
  if (before !== null && shown !== '' && sorted(before) !== sorted(shown)) writeSetting(NAME, shown)
  apply()
  addEventListener('pageshow', ({ persisted }) => persisted && apply())
  document.addEventListener('replaced', apply)
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (form.dataset.chooses !== undefined) markChosen(shown)
    // The boxes of other pages of the list are not in this one.
    const mine = slugs()
    if (form.id !== 'my-stack' || mine.length === 0) return
    event.preventDefault()
    location.assign(stackOf(mine))
  })
  const hint = document.querySelector('#my-stack p')?.textContent ?? ''
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.getAttribute('form') !== 'my-stack') return
    const others = slugs().filter((slug) => slug !== target.value)
    const isFull = target.checked && others.length >= MAX_STACKED
    if (isFull) target.checked = false
    else writeSetting(NAME, (target.checked ? [...others, target.value] : others).join(','))
    const words = document.querySelector('#my-stack p')
    if (words) words.textContent = isFull ? FULL_WORDS : hint
  })
  document.addEventListener('click', ({ target }) => {
    const slug = (target as Element).closest<HTMLElement>('a[data-add-to-stack]')?.dataset.addToStack
    if (slug === undefined || slugs().includes(slug) || slugs().length >= MAX_STACKED) return
    writeSetting(NAME, [...slugs(), slug].join(','))
  })
}

function sorted(vendors: string): string {
  return vendors.split(',').sort().join(',')
}

function apply(): void {
  const mine = slugs()
  for (const box of document.querySelectorAll<HTMLInputElement>('input[form="my-stack"]'))
    box.checked = mine.includes(box.value)
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-add-to-stack]')) {
    const slug = link.dataset.addToStack ?? ''
    const isIn = mine.includes(slug)
    const isFull = !isIn && mine.length >= MAX_STACKED
    link.href = stackOf(isIn || isFull ? mine : [...mine, slug])
    if (isIn || isFull) link.textContent = isIn ? 'In my stack' : `My stack is full: ${MAX_STACKED} vendors`
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-last-stack]')) {
    link.hidden = mine.length === 0
    link.href = stackOf(mine)
  }
}

function stackOf(vendors: string[]): string {
  return `/stack?vendors=${vendors.join(',')}`
}

/** Whatever stands in the storage: only what can be a slug. */
function slugs(): string[] {
  return (readSetting(NAME) ?? '')
    .split(',')
    .filter((slug) => /^[a-z0-9-]+$/.test(slug))
    .slice(0, MAX_STACKED)
}

function markChosen(shown: string): void {
  try {
    sessionStorage.setItem(CHOSEN, shown)
  } catch {
    // Without storage, there is no stack to remember.
  }
}

function takeChosen(): string | null {
  try {
    const chosen = sessionStorage.getItem(CHOSEN)
    sessionStorage.removeItem(CHOSEN)
    return chosen
  } catch {
    return null
  }
}
