import { test as base, expect } from '@playwright/test'
import { COMPLETE_CHROMIUM } from './processes/chromium.ts'

export { expect }

/** For a test of layout or touch, which runs in both window sizes; others run only on the desktop. */
export const ON_PHONE_TOO = { tag: '@phone' }
/** For a test of touch input. */
export const ON_PHONE_ONLY = { tag: '@touch' }

/** Skips a test that needs more than a headless shell, where that is the only Chromium. */
export function skipInShell(what: string): void {
  base.skip(COMPLETE_CHROMIUM?.includes('headless-shell') === true, `A headless shell has no ${what}.`)
}

export interface SharedSite {
  url: string
  /** The admin API's bearer token. */
  token: string
  databaseUrl: string
}

/** Playwright's test, with site-relative addresses resolved against the site from the setup. */
export const test = base.extend<object, { site: SharedSite }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const { SITE_URL: url, SITE_TOKEN: token, SITE_DATABASE_URL: databaseUrl } = process.env
      if (!url || !token || !databaseUrl) throw new Error('No site runs: these tests want playwright.config.ts.')
      await use({ url, token, databaseUrl })
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => use(site.url),
})
