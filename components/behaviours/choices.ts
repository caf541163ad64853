import { readSetting, writeSetting } from './settings.ts'
import { showTimesIn } from './times.ts'

const CHOICES: Record<string, { fallback: string; apply: (value: string) => void }> = {
  theme: {
    fallback: 'system',
    apply(theme) {
      if (theme === 'system') delete document.documentElement.dataset.theme
      else document.documentElement.dataset.theme = theme
    },
  },
  zone: { fallback: 'utc', apply: (zone) => showTimesIn(zone === 'local' ? 'local' : 'utc') },
}

/** Buttons with `data-choose` set the theme or the time zone. A choice holds until the reader makes another. */
export function watchChoices(): void {
  for (const [name, { fallback }] of Object.entries(CHOICES)) markPressed(name, readSetting(name) ?? fallback)
  // A page that the reader goes back to is as it was left; the choice may have been made elsewhere since.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    for (const [name, { fallback, apply }] of Object.entries(CHOICES)) {
      apply(readSetting(name) ?? fallback)
      markPressed(name, readSetting(name) ?? fallback)
    }
  })
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-choose]')
    if (button) choose(button.dataset.choose ?? '', button.value)
  })
}

export function choose(name: string, value: string): void {
  writeSetting(name, value)
  CHOICES[name]?.apply(value)
  markPressed(name, value)
}

function markPressed(name: string, value: string): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>(`button[data-choose="${name}"]`)) {
    button.ariaPressed = String(button.value === value)
  }
}
