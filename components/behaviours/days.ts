/**
 * In a calendar of days, pointer, finger and keys show a card with the incidents of a day. The card's module is fetched by the
 * first of them; the squares are links without it.
 */
export function watchDays(): void {
  for (const type of ['pointerover', 'pointermove', 'focusin', 'keydown', 'click'] as const)
    document.addEventListener(type, pass, { capture: type === 'click' })
}

let handle: ((event: Event, target: Element) => void) | null = null
/** The last event that came before the module did. */
let latest: Event | null = null

function pass(event: Event): void {
  const target = event.target as Element
  const isNear = target.closest('[data-days]') ?? target.querySelector(':scope > [data-days]')
  latest = event
  if (handle !== null) handle(event, target)
  else if (isNear !== null) fetchCard(event, target)
}

/**
 * A tap waits for the card; if that does not come, its link is followed. `target`: an event on a square loses its own, since a
 * `use` element has a shadow tree.
 */
function fetchCard(event: Event, target: Element): void {
  const isTap = event.type === 'click' && matchMedia('(hover: none)').matches
  if (isTap) event.preventDefault()
  const href = isTap ? target.closest('a')?.getAttribute('href') : null
  import('#components/chart/day-card.ts').then(
    ({ answerDays }) => {
      handle = answerDays
      // What came since says better where the reader is.
      if (latest === event && (event.type !== 'click' || isTap)) answerDays(event, target)
    },
    () => href && location.assign(href),
  )
}
