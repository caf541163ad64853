import { expect, ON_PHONE_TOO, test } from '#tests/support/browser.ts'
import { press } from '#tests/support/page/keyboard.ts'

const COURIER = '/vendors/courier?asOf=2026-05-28T00:00:00Z'

test('windows are links beside the headline, and keep the other filters', ON_PHONE_TOO, async ({ page }) => {
  await page.goto(`${COURIER}&impact=major`)
  const windows = page.getByRole('navigation', { name: 'Time covered' })
  await expect(windows.getByRole('link', { name: '24 months' })).toHaveAttribute('aria-current', 'true')
  await windows.getByRole('link', { name: '2025', exact: true }).click()
  await expect(page).toHaveURL(/impact=major&window=2025$/)
  await expect(windows.locator('[aria-current]')).toHaveText('2025')
  await page.goto('/vendors/workos')
  await windows.getByRole('link', { name: /^12 months to the last known day/ }).click()
  await expect(page).toHaveURL(/asOf=.+&window=12m$/)
  await expect(page.getByRole('main')).toContainText(/WorkOS had \d+ outages in the last 12 months/)
  await expect(windows.locator('[aria-current]')).toHaveText(/^12 months to the last known day/)
})

test('a quarter is a window, in the form and in a search', async ({ page }) => {
  await page.goto(COURIER)
  await page.getByLabel('Window').selectOption('Last quarter, Q1 2026')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/window=2026-Q1/)
  await expect(page.getByRole('main')).toContainText(/Courier had \d+ outages? in Q1 2026/)
  await page.goto('/search?q=courier+q3+2025')
  await expect(page.getByRole('link', { name: /Courier/ }).and(page.locator('[href*="window=2025-Q3"]'))).toBeVisible()
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('filters lead to the list, and leave no empty parameters', async ({ page }) => {
      await page.goto('/vendors/courier')
      await page.getByLabel('Text').fill('latency')
      await page.getByRole('button', { name: 'Apply' }).click()
      await expect(page).toHaveURL('/vendors/courier?kind=incident&q=latency&window=24m#incidents')
      await expect(page.locator('#incidents')).toBeInViewport()
    })

    test('a second key skips to the incidents', async ({ page }) => {
      await page.goto(COURIER)
      await page.keyboard.press('Tab')
      await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await expect(page.locator('#incidents')).toBeInViewport()
      await page.keyboard.press('Tab')
      await expect(page.getByRole('article').first().getByRole('link').first()).toBeFocused()
      await page.goto('/methodology')
      await expect(page.getByRole('link', { name: 'Skip to incidents' })).toBeHidden()
    })

    test('a day has its hours, and the days beside it', ON_PHONE_TOO, async ({ page }) => {
      await page.goto('/vendors/courier?asOf=2026-05-28T00:00:00Z&window=2025-10-20..2025-10-20')
      await expect(page.getByRole('main')).toContainText('Courier had 1 outage on October 20, 2025 totaling 17m')
      await expect(page.getByRole('main')).toContainText('An outage was open in 2 of 24 hours.')
      await expect(page.getByText('Incidents per month')).toHaveCount(0)
      await page.getByText('Show the hours as a table').click()
      await expect(page.getByRole('row', { name: '09:00 – 10:00 6m 1' })).toBeVisible()
      await press(page, page.getByRole('link', { name: 'Oct 21, 2025 →' }))
      await expect(page.getByRole('main')).toContainText('Courier posted no outage on October 21, 2025.')
      await page.goto('/vendors/courier?asOf=2025-10-21T12:00:00Z&window=2025-10-21..2025-10-21')
      await expect(page.getByRole('link', { name: '← Oct 20, 2025' })).toBeVisible()
      await expect(page.getByRole('link', { name: /→$/ })).toHaveCount(0)
    })
  })
}
