import { choose } from './choices.ts'
import { readSetting, writeSetting } from './settings.ts'

const ACTIONS: Record<string, () => void> = {
  '/': () => document.querySelector<HTMLInputElement>('#search')?.focus(),
  '?': () => openDialog('shortcuts'),
  t: () => choose('zone', readSetting('zone') === 'local' ? 'utc' : 'local'),
}

/** Single-key shortcuts, unless the reader is typing or has switched them off, and the buttons that open a dialog. */
export function watchShortcuts(): void {
  const box = document.querySelector<HTMLInputElement>('input[data-setting="shortcuts"]')
  if (box) box.checked = areShortcutsOn()
  box?.addEventListener('change', () => writeSetting('shortcuts', box.checked ? 'on' : 'off'))
  document.addEventListener('keydown', (event) => {
    const action = ACTIONS[event.key]
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing
    if (action === undefined || !isPlain || !areShortcutsOn() || isTyping(event.target)) return
    event.preventDefault()
    action()
  })
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-dialog]')
    if (button) openDialog(button.dataset.dialog ?? '')
  })
}

export function areShortcutsOn(): boolean {
  return readSetting('shortcuts') !== 'off'
}

/** A dialog that has just closed may keep the focus for a moment; that does not count as typing. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('dialog:not([open])') === null &&
    (target.isContentEditable || target.matches('input, select, textarea, dialog *'))
  )
}

function openDialog(id: string): void {
  const dialog = document.getElementById(id)
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal()
}
