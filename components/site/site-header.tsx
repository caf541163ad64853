import { SearchForm } from '#components/search/search-form.tsx'

/** The pages of the site; on phones, those without `isNarrow` appear in the footer. */
export const NAVIGATION = [
  { href: '/', label: 'Vendors', isNarrow: true },
  { href: '/at', label: 'At a moment', isNarrow: true },
  { href: '/compare', label: 'Compare', isNarrow: false },
  { href: '/stack', label: 'Stack', isNarrow: false },
  { href: '/methodology', label: 'Method', isNarrow: false },
] as const

const SKIP_LINK = 'absolute -top-20 left-2 z-10 rounded bg-paper px-3 py-2 text-small focus:top-2'

export function SiteHeader() {
  return (
    <header className="whole border-line border-b print:hidden">
      <a href="#content" className={SKIP_LINK}>
        Skip to the content
      </a>
      <a href="#incidents" className={`skip-to-list ${SKIP_LINK}`}>
        Skip to incidents
      </a>
      <div className="wrap flex flex-wrap items-center gap-x-4 gap-y-2.5 py-3 md:gap-x-7">
        <a href="/" className="inline-flex min-h-9 items-center whitespace-nowrap font-[650] tracking-[-0.01em]">
          Outage History
        </a>
        <SearchForm id="search" withKey className="order-last w-full md:order-none md:w-64 lg:w-80" />
        <nav aria-label="Site" className="-mr-2 ml-auto md:-mr-3">
          <ul className="flex text-small text-soft">
            {NAVIGATION.map(({ href, label, isNarrow }) => (
              <li key={href} className={isNarrow ? '' : 'max-sm:hidden'}>
                <a
                  href={href}
                  className="inline-flex min-h-9 items-center px-2 hover:text-ink lg:px-3 pointer-coarse:min-h-11"
                >
                  {label}
                </a>
              </li>
            ))}
            <li className="hidden scripted:block max-[22rem]:hidden!">
              <button
                type="button"
                data-palette
                aria-haspopup="dialog"
                aria-keyshortcuts="Control+K Meta+K"
                className="min-h-9 px-2 hover:text-ink lg:px-3 pointer-coarse:min-h-11"
              >
                Go to…
                <span data-end hidden />
              </button>
            </li>
          </ul>
        </nav>
      </div>
    </header>
  )
}
