import { areShortcutsOn } from './shortcuts.ts'

/** Text typed while the dialog loads; null when it is not loading. */
let early: string | null = null
let isOpen = false

/** Ctrl+K, Cmd+K and every button with `data-palette` open a list of vendors and pages, which is fetched on first use. */
export function watchPalette(): void {
  // In the capture phase, so that no other shortcut handles keys typed early.
  document.addEventListener('keydown', takeKey, { capture: true })
  document.addEventListener('click', (event) => {
    if (isButton(event)) open()
  })
  document.addEventListener('pointerover', (event) => {
    if (isButton(event)) fetchPalette().catch(() => {})
  })
}

function isButton({ target }: Event): boolean {
  return (target as Element).closest('[data-palette]') !== null
}

function takeKey(event: KeyboardEvent): void {
  const isKey = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
  if (isKey && areShortcutsOn()) open()
  else if (early !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    early += event.key
    event.stopPropagation()
  } else return
  event.preventDefault()
}

async function open(): Promise<void> {
  if (isOpen) return
  isOpen = true
  early = ''
  try {
    const [{ openPalette }] = await fetchPalette()
    openPalette({ takeEarly, onClose })
  } catch {
    // Without it, the search field takes the same words.
    const text = takeEarly()
    isOpen = false
    const field = document.querySelector<HTMLInputElement>('#search')
    if (field === null) return
    field.value += text
    field.focus()
  }
}

function takeEarly(): string {
  const typed = early ?? ''
  early = null
  return typed
}

function onClose(): void {
  isOpen = false
}

/** With React at the same time, so that a slow line is waited for only once. */
function fetchPalette() {
  return Promise.all([
    import('#components/palette/palette-dialog.tsx'),
    import('#components/island/replace-drawing.ts'),
  ])
}
