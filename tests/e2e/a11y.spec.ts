import type { Page } from '@playwright/test'
import { expect, ON_PHONE_ONLY, ON_PHONE_TOO, test } from '#tests/support/browser.ts'
import { isFull } from '#tests/support/full.ts'
import { COLOUR_RULES, describeFaults, findViolations } from '#tests/support/page/axe.ts'

/** One page of each layout: looked at in both sizes of the window, each size in one theme. */
const PAGES = [
  '/',
  '/vendors/courier',
  '/at?t=2025-06-12T19:45:00Z',
  '/search?q=api',
  '/methodology',
  '/developers',
  '/compare',
  '/compare?vendors=courier,workos&target=99.9',
  '/stack?vendors=courier,workos,github',
  '/stack/report?vendors=courier,workos&quarter=2025-Q4&target=99.9',
  '/methodology/track-record',
  '/nope',
  'a permalink',
]

/** The same layouts with other contents: each looked at in one size and one theme, and over the pages in all four pairs. */
const VARIANTS = [
  '/?q=no-such-vendor',
  '/?sort=downtime',
  '/vendors/courier?asOf=2026-05-28T00:00:00Z',
  '/vendors/github',
  '/vendors/stripe?q=zebra',
  '/vendors/courier?window=tomorrow',
  '/vendors/courier?window=2025-10-20..2025-10-20',
  '/vendors/cloudflare',
  '/at',
  '/search?q=zebra-crossing',
  '/search',
  '/stack',
  '/stack/report',
  '/stack/report?vendors=courier&quarter=2009-Q1',
]

async function permalink(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/vendors/courier/incidents?window=all&q=pipeline')
  const { incidents } = (await answer.json()) as { incidents: { permalink: string }[] }
  return new URL(incidents[0]?.permalink ?? '').pathname
}

type Theme = 'light' | 'dark'

/** What axe finds serious or moderate in the page as it stands, in one theme or in two. */
async function findFaults(page: Page, [theme, ...others]: Theme[]): Promise<string[]> {
  await page.emulateMedia({ colorScheme: theme })
  const found = await findViolations(page)
  for (const colorScheme of others) {
    await page.emulateMedia({ colorScheme })
    found.push(...(await findViolations(page, { only: COLOUR_RULES })))
  }
  return describeFaults(found)
}

/** A page meets the other theme in the other size of the window. */
function themesOf(index: number, isMobile: boolean): Theme[] {
  if (isFull) return ['light', 'dark']
  return (index % 2 === 0) === isMobile ? ['dark'] : ['light']
}

for (const [index, path] of PAGES.entries()) {
  test(
    `${path} never scrolls sideways and has nothing that axe finds serious or moderate`,
    ON_PHONE_TOO,
    async ({ page, isMobile }) => {
      const [first, ...wider] = isMobile ? [320, 390] : [320, 768, 1280]
      await page.setViewportSize({ width: first, height: 800 })
      await page.goto(path === 'a permalink' ? await permalink(page) : path)
      for (const width of [first, ...wider]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      }
      expect(await findFaults(page, themesOf(index, isMobile))).toEqual([])
    },
  )
}

for (const [index, path] of VARIANTS.entries()) {
  const where = isFull ? ON_PHONE_TOO : index % 2 === 0 ? ON_PHONE_ONLY : {}
  test(`${path} has nothing that axe finds serious or moderate`, where, async ({ page, isMobile }) => {
    await page.goto(path)
    expect(await findFaults(page, themesOf(Math.floor(index / 2), isMobile))).toEqual([])
  })
}

test(
  'a failed sign-in says so, first of all, and axe finds nothing there',
  ON_PHONE_TOO,
  async ({ page, isMobile }) => {
    await page.goto('/admin/sign-in')
    await expect(page).toHaveTitle(/^Sign in/)
    await page.getByLabel('E-mail address').fill('nobody@a11y.example')
    await page.getByLabel('Password').fill('not the word')
    await page.getByLabel('Password').press('Enter')
    await expect(page).toHaveTitle(/^Error: Sign in/)
    await expect(page.getByRole('alert').filter({ hasText: 'No account' })).toBeFocused()
    expect(await findFaults(page, themesOf(0, isMobile))).toEqual([])
  },
)

test('the first stop by Tab leads past the header', async ({ page }) => {
  await page.goto('/')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('a table is a stop by Tab where it scrolls, and not where all of it shows', ON_PHONE_TOO, async ({ page }) => {
  await page.goto('/compare?vendors=courier,workos,github,stripe,cloudflare&target=99.9')
  for (const details of await page.getByRole('main').locator('details').all())
    await details.evaluate((element: HTMLDetailsElement) => (element.open = true))
  // Drawn or not as yet, each says for itself whether it scrolls.
  const scrollers = page.getByRole('main').locator('section[tabindex]')
  const stopsAmiss = () =>
    scrollers.evaluateAll(
      (all) =>
        all.filter(
          (one) =>
            (one as HTMLElement).tabIndex !== (one.scrollWidth > one.clientWidth ? 0 : -1) && one.clientWidth > 0,
        ).length,
    )
  await expect.poll(stopsAmiss).toBe(0)
  const widths = await scrollers.evaluateAll((all) => all.map((one) => [one.scrollWidth, one.clientWidth]))
  expect(widths.length).toBeGreaterThan(1)
})

test('single keys search and help, and can be switched off', async ({ page }) => {
  await page.goto('/')
  // The behaviours have come once the pressed state of the footer's buttons is set.
  await expect(page.getByRole('button', { name: 'UTC' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await page.keyboard.press('/')
  await expect(page.getByRole('banner').getByRole('searchbox')).toBeFocused()
  await page.keyboard.press('?')
  await expect(help).toBeHidden()

  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await help.getByRole('checkbox', { name: 'Shortcuts are on' }).uncheck()
  await help.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('?')
  await expect(help).toBeHidden()
})

test('the chosen colours hold on the next page, before it is painted', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Dark' }).click()
  await page.goto('/methodology', { waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: 'System' }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
})
