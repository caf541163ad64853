import type { Page } from '@playwright/test'
import { expect, ON_PHONE_ONLY, test } from '#tests/support/browser.ts'

const COURIER = '/vendors/courier?asOf=2026-01-30T00:00:00Z&window=12m'

const calendar = (page: Page) => page.getByRole('region', { name: 'Calendar of days' })
const square = (page: Page, day: string) => calendar(page).locator(`a[href*="${day}"]`)
const card = (page: Page) => page.locator('#day-card')

test('a day in the calendar tells its incidents to a pointer that rests on it', async ({ page, isMobile }) => {
  test.skip(isMobile, 'there is no hovering on glass')
  await page.goto(COURIER)
  await square(page, '2025-10-20').hover()
  await expect(card(page)).toContainText('Oct 20, 2025')
  await expect(card(page)).toContainText('Courier had 1 outage on October 20, 2025 totaling 17m of downtime.')
  await expect(card(page).getByRole('listitem')).toHaveText(/All services impacted\s*17m · .*09:54 → 10:11 UTC/)
  await card(page).getByRole('link', { name: 'All services impacted' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All services impacted')
})

test('by keys, arrows lead from day to day, also to quiet ones, and Enter opens one', async ({ page }) => {
  await page.goto(COURIER)
  await calendar(page).focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(card(page)).toContainText('Jan 29, 2026')
  await page.keyboard.press('ArrowLeft')
  await expect(card(page)).toContainText('Jan 22, 2026')
  await expect(card(page)).toContainText('Courier posted no outage on January 22, 2026.')
  await page.keyboard.press('ArrowDown')
  await expect(card(page)).toContainText('Jan 23, 2026')
  await page.keyboard.press('Escape')
  await expect(card(page)).toBeHidden()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/window=2026-01-29\.\.2026-01-29/)
})

test('a tap shows the card, whose date opens the day', ON_PHONE_ONLY, async ({ page }) => {
  await page.goto(COURIER)
  await square(page, '2025-12-02').or(square(page, '2026-01-14')).first().tap()
  await expect(card(page).getByRole('listitem').first()).toBeVisible()
  await expect(page).not.toHaveURL(/window=20/)
  await card(page).locator('p a').first().tap()
  await expect(page).toHaveURL(/window=20\d\d-\d\d-\d\d\.\./)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a day with an incident is a link', async ({ page }) => {
    await page.goto(COURIER)
    await square(page, '2025-10-20').click()
    await expect(page.getByRole('main')).toContainText('Courier had 1 outage on October 20, 2025')
  })
})
