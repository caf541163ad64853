import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Choice } from './ui/choice.tsx'

const ZONES = [
  { value: 'utc', label: 'UTC' },
  { value: 'local', label: 'Local' },
] as const

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

/** What holds for every page: how times and colours are shown, and where the figures are explained. */
export function SiteFooter() {
  return (
    <footer className="mt-16 border-line border-t print:hidden">
      <div className="wrap flex flex-wrap items-center justify-between gap-x-8 gap-y-1 pt-4 pb-10 text-label text-soft">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
          <Choice label="Times" name="zone" options={ZONES} fallback="Times are in UTC." />
          <Choice label="Colours" name="theme" options={THEMES} fallback="" />
          <button type="button" data-dialog="shortcuts" className="linked hidden min-h-9 scripted:inline">
            Keyboard shortcuts
          </button>
        </div>
        <p className="py-2">
          Every figure is recomputed from what the vendor published.{' '}
          <a href="/methodology" className="linked">
            How
          </a>
        </p>
      </div>
      <ShortcutsDialog />
    </footer>
  )
}
