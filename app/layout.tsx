import './globals.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { Drawn } from '#app/drawn.tsx'
import { latin, latinExtended } from '#app/fonts.ts'
import { Hydrated } from '#components/behaviours/hydrated.tsx'
import { HatchPattern } from '#components/chart/hatch.tsx'
import { SiteFooter } from '#components/site/site-footer.tsx'
import { SiteHeader } from '#components/site/site-header.tsx'
import { ThemeScript } from '#components/site/theme-script.tsx'
import { IconSymbols } from '#components/text/icon.tsx'
import { getEnv } from '#lib/env.ts'
import { ERROR_REPORTS_PATH, siteScriptAddress } from '#lib/web/script/site-script.ts'

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#0d0f12' },
  ],
}

/** A function, because the site learns its address at start-up, not at build time. */
export function generateMetadata(): Metadata {
  return {
    metadataBase: new URL(getEnv().PUBLIC_URL),
    title: { default: 'Outage History', template: '%s · Outage History' },
    description:
      'How often other people’s services were down, for how long, and what their vendors posted: years of history with honest numbers.',
    openGraph: { siteName: 'Outage History', type: 'website' },
  }
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The script in the head changes this element before React hydrates it.
    <html lang="en" className={`${latin.variable} ${latinExtended.variable}`} suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body className="font-sans text-body">
        <Drawn>
          <SiteHeader />
        </Drawn>
        <main id="content" tabIndex={-1} className="wrap outline-none">
          {children}
        </main>
        <Drawn>
          <SiteFooter />
          {/* Definitions for the page's drawings. Not `display: none`: some browsers would not paint the pattern then. */}
          <svg width="0" height="0" aria-hidden="true" className="absolute">
            <HatchPattern />
            <IconSymbols />
          </svg>
        </Drawn>
        <script
          type="module"
          src={siteScriptAddress()}
          data-report={getEnv().REPORT_SCRIPT_ERRORS ? ERROR_REPORTS_PATH : undefined}
        />
        <Hydrated />
      </body>
    </html>
  )
}
