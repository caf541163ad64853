/** The calendar of days is walked through by arrow keys, whether it scrolls or not. */
const SCROLLERS = ':is(section, pre)[tabindex]:not(:has(> [data-days]))'

/**
 * Takes those scrollers out of the tab order that show all they have: the server cannot know the reader's width, so in its HTML
 * every scroller is within reach of the keys. An attribute to mark them would cost every page bytes.
 */
export function watchScrollers(): void {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = target
      const isScrolling = scrollWidth > clientWidth || scrollHeight > clientHeight
      ;(target as HTMLElement).tabIndex = isScrolling ? 0 : -1
    }
  })
  for (const scroller of document.querySelectorAll(SCROLLERS)) observer.observe(scroller)
}
