import { MAX_STACKED } from '#lib/url/vendor-choice.ts'
import { readSetting, writeSetting } from './settings.ts'

const NAME = 'stack'

/**
 * Remembers in the browser which vendors the reader's stack has. A page of a stack that was
 * reached from this site has them in `data-stack`; tick boxes of the
 * form `my-stack` add and remove one; a link with `data-add-to-stack="slug"` leads to the stack with that vendor; one with
 * `data-last-stack` shows up where there is a stack to return to. Without script, boxes and links still lead to a stack.
 */
export function watchMyStack(): void {
  const shown = document.querySelector<HTMLElement>('[data-stack]')?.dataset.stack
  // A stack that somebody sent is not the reader's choice.
  if (shown && document.referrer.startsWith(location.origin)) writeSetting(NAME, shown)
  apply()
  addEventListener('pageshow', ({ persisted }) => persisted && apply())
  document.addEventListener('replaced', apply)
  // The boxes of other pages of the list are not in this one.
  document.addEventListener('submit', (event) => {
    const mine = slugs()
    if ((event.target as Element).id !== 'my-stack' || mine.length === 0) return
    event.preventDefault()
    location.assign(stackOf(mine))
  })
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.getAttribute('form') !== 'my-stack') return
    const others = slugs().filter((slug) => slug !== target.value)
    writeSetting(NAME, (target.checked ? [...others, target.value] : others).join(','))
  })
}

function apply(): void {
  const mine = slugs()
  for (const box of document.querySelectorAll<HTMLInputElement>('input[form="my-stack"]'))
    box.checked = mine.includes(box.value)
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-add-to-stack]')) {
    const slug = link.dataset.addToStack ?? ''
    const isIn = mine.includes(slug)
    link.href = stackOf(isIn ? mine : [...mine, slug])
    if (isIn) link.textContent = 'In my stack'
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
