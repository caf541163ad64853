import type { Page } from '@playwright/test'
import { expect, ON_PHONE_ONLY, ON_PHONE_TOO, test } from '#tests/support/browser.ts'
import { isFull } from '#tests/support/full.ts'
import { describeFaults, findViolations } from '#tests/support/page/axe.ts'

async function openWhenReady(page: Page, path: string): Promise<void> {
  await page.goto(path)
  // The listeners have come once the pressed state of the footer's buttons is set.
  await expect(page.getByRole('button', { name: 'UTC' })).toHaveAttribute('aria-pressed', 'true')
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Go to' })
const option = (page: Page, name: string | RegExp) => dialog(page).getByRole('option', { name })

test('a vendor is a few keys away, misspelt or not', async ({ page }) => {
  await openWhenReady(page, '/methodology')
  await page.keyboard.press('Control+k')
  // At once, while the list is still on its way; “t” alone would switch the clock.
  await page.keyboard.type('stirpe')
  await expect(dialog(page).getByRole('combobox')).toHaveValue('stirpe')
  await expect(option(page, 'Stripe history')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Stripe outage history')
})

test('leads on from a vendor to a comparison', async ({ page }) => {
  await openWhenReady(page, '/vendors/courier')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('workos')
  await expect(option(page, /^Courier and WorkOS/)).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(option(page, /^Courier and WorkOS/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/compare?vendors=courier,workos')
})

test('takes a moment, and words to search for', async ({ page }) => {
  await openWhenReady(page, '/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('2025-06-12 19:45')
  await expect(option(page, /^2025-06-12, 19:45 UTC/)).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/search\?q=2025-06-12\+19%3A45$/)
})

test('opens by a button, goes by a click, and closes without a trace', ON_PHONE_TOO, async ({ page }) => {
  await openWhenReady(page, '/')
  const button = page.getByRole('button', { name: 'Go to…' })
  await button.click()
  await expect(dialog(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(button).toBeFocused()
  await button.click()
  await option(page, /^Compare/).click()
  await expect(page).toHaveURL('/compare')
})

test('is off with the other shortcuts', async ({ page }) => {
  await openWhenReady(page, '/')
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await help.getByRole('checkbox', { name: 'Shortcuts are on' }).uncheck()
  await help.getByRole('button', { name: 'Close' }).click()
  const isTaken = () =>
    page.evaluate(
      () =>
        !document.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }),
        ),
    )
  expect(await isTaken()).toBe(false)
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await help.getByRole('checkbox', { name: 'Shortcuts are on' }).check()
  expect(await isTaken()).toBe(true)
})

test('says so when the vendors cannot be listed, and still searches', async ({ page }) => {
  await page.route('**/api/v1/vendor-names', (route) => route.abort())
  await openWhenReady(page, '/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('courier')
  await expect(dialog(page).getByRole('status')).toHaveText('The list of vendors is not available right now.')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/search?q=courier')
})

for (const colorScheme of ['light', 'dark'] as const) {
  const where = isFull ? ON_PHONE_TOO : colorScheme === 'light' ? {} : ON_PHONE_ONLY
  test(`has nothing that axe finds serious or moderate, ${colorScheme}`, where, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await openWhenReady(page, '/')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('cou')
    await expect(option(page, /^Courier/).first()).toBeVisible()
    expect(describeFaults(await findViolations(page))).toEqual([])
  })
}
