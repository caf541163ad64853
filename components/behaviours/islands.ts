import type { Approach, IslandModule, IslandName } from '#components/island/approach.ts'

const MODULES: Record<IslandName, () => Promise<IslandModule>> = {
  'api-explorer': () => import('#components/developers/explorer-island.tsx'),
  'month-chart': () => import('#components/chart/month-chart-island.tsx'),
}

/** How readers came to the islands that are on their way; null once they are there. */
const approaches = new WeakMap<HTMLElement, Approach | null>()
let pointer: PointerEvent | null = null

/**
 * Parts with `data-island` are drawn by the server and need no script. When pointer, keyboard focus or finger reaches one, React
 * and the island's module are fetched, and an interactive drawing takes the place of the server's.
 */
export function watchIslands(): void {
  for (const island of document.querySelectorAll<HTMLElement>('[data-island]')) island.tabIndex = 0
  document.addEventListener('pointerover', (event) => {
    pointer = event
    const island = islandNear(event)
    if (island === null) return
    if (event.pointerType === 'mouse') wake(island, { by: 'pointer', clientX: event.clientX })
    // The tap that may follow decides; what it needs is fetched meanwhile.
    else fetchIsland(island).catch(() => {})
  })
  document.addEventListener('pointermove', (event) => {
    pointer = event
  })
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target.matches('[data-island]:focus-visible'))
      wake(target, { by: 'focus', clientX: 0 })
  })
  // Touch has no hover: the first tap shows a figure instead of following its link.
  document.addEventListener('click', (event) => {
    const island = islandNear(event)
    if (island === null || approaches.get(island) === null || !matchMedia('(hover: none)').matches) return
    event.preventDefault()
    wake(island, { by: 'tap', clientX: event.clientX }, (event.target as Element).closest('a'))
  })
}

/** The island under the pointer, or the one in the figure under it. */
function islandNear({ target }: Event): HTMLElement | null {
  const element = target as Element
  return (
    element.closest<HTMLElement>('[data-island]') ??
    element.closest('figure')?.querySelector<HTMLElement>('[data-island]') ??
    null
  )
}

/** `link`: where the reader goes if the island cannot be fetched. */
async function wake(island: HTMLElement, approach: Approach, link: Element | null = null): Promise<void> {
  const earlier = approaches.get(island)
  if (earlier === null) return
  // A tap while it is on its way counts more than the focus that came with it.
  if (earlier === undefined || approach.by === 'tap') approaches.set(island, approach)
  if (earlier !== undefined) return
  try {
    const [{ replaceDrawing }, { draw }] = await fetchIsland(island)
    const { by, clientX } = approaches.get(island) ?? approach
    const isOver = by === 'pointer' && island.contains(pointer?.target as Node)
    replaceDrawing(island, draw(island, { by, clientX: isOver ? (pointer?.clientX ?? clientX) : clientX }))
    approaches.set(island, null)
  } catch (error) {
    // The server's drawing stays, and the next approach tries again.
    approaches.delete(island)
    const href = link?.getAttribute('href')
    if (href) location.assign(href)
    else reportError(error)
  }
}

/** Both at once, so that a slow line is waited for only once. */
function fetchIsland(island: HTMLElement) {
  return Promise.all([import('#components/island/replace-drawing.ts'), MODULES[island.dataset.island as IslandName]()])
}
