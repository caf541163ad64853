const REST_MS = 250

/**
 * Notes that a button opens (`popovertarget`) also open when the pointer rests on the button, and close when it leaves both. A
 * note opened by a click stays until it is dismissed.
 */
export function watchHints(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let hovered: HTMLElement | null = null

  document.addEventListener('pointerover', (event) => {
    if (event.pointerType !== 'mouse') return
    const target = event.target as Element
    const button = target.closest<HTMLButtonElement>('button[popovertarget]')
    clearTimeout(timer)
    if (button !== null) timer = setTimeout(() => show(button), REST_MS)
    else if (hovered !== null && !hovered.contains(target)) timer = setTimeout(hide, REST_MS)
  })
  document.addEventListener('click', () => {
    clearTimeout(timer)
    hovered = null
  })

  function show(button: HTMLButtonElement): void {
    const note = button.popoverTargetElement
    if (!(note instanceof HTMLElement) || note.matches(':popover-open')) return
    note.showPopover({ source: button })
    hovered = note
  }

  function hide(): void {
    hovered?.hidePopover()
    hovered = null
  }
}
