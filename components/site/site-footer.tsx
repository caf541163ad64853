import { Choice } from '#components/ui/choice.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { NAVIGATION } from './site-header.tsx'

const ZONES = [
  { value: 'utc', label: 'UTC' },
  { value: 'local', label: 'Local' },
] as const

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

/** Machine-readable formats about all vendors, and the way in for those who look after them. */
const FURTHER = [
  { href: '/subscribe', label: 'Subscribe' },
  { href: '/developers', label: 'API' },
  { href: '/admin', label: 'Admin' },
] as const

/** The site-wide footer: how times and colours are shown, and links to other pages. */
export function SiteFooter() {
  return (
    <footer className="mt-16 border-line border-t print:hidden">
      <div className="whole wrap flex flex-wrap items-center justify-between gap-x-8 gap-y-1 pt-4 pb-10 text-label text-soft">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
          <Choice label="Times" name="zone" options={ZONES} fallback="Times are in UTC." />
          <Choice label="Colours" name="theme" options={THEMES} fallback="" />
          <button type="button" data-dialog="shortcuts" className="linked hidden min-h-9 scripted:inline">
            Keyboard shortcuts
          </button>
        </div>
        <nav aria-label="Further pages">
          <ul className="flex flex-wrap gap-x-4">
            {[...NAVIGATION, ...FURTHER].map(({ href, label }) => (
              <li key={href}>
                <a
                  href={href}
                  className="inline-flex min-h-9 items-center hover:text-ink hover:underline pointer-coarse:min-h-11"
                >
                  {label}
                </a>
              </li>
            ))}
            <li data-end hidden />
          </ul>
        </nav>
      </div>
      <ShortcutsDialog />
    </footer>
  )
}
