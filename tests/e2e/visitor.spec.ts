import type { Page } from '@playwright/test'
import { expect, ON_PHONE_ONLY, ON_PHONE_TOO, test } from '#tests/support/browser.ts'
import { isFull } from '#tests/support/full.ts'
import { choose, press, tabTo } from '#tests/support/page/keyboard.ts'

/*
 * What somebody who has never been here wants to know, each found by keys alone, from the first page or from where the way from there
 * has led another of them. The years are named, since the sample's history stays where it is while the present moves on.
 */

const COURIER = '/vendors/courier'

async function findCourier(page: Page): Promise<void> {
  await page.goto('/')
  await press(page, page.getByRole('row').getByRole('link', { name: 'Courier', exact: true }))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Courier outage history')
}

/** On a phone the filters are folded. */
async function chooseWindow(page: Page, isMobile: boolean, beginning: string): Promise<void> {
  if (isMobile) await press(page, page.locator('summary', { hasText: 'Filter' }))
  await choose(page, page.getByLabel('Window'), beginning)
  await press(page, page.getByRole('button', { name: 'Apply' }))
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })
    // What depends on the size does not depend on script: the desktop goes the way with it, the phone without.
    const where = isFull ? ON_PHONE_TOO : javaScriptEnabled ? {} : ON_PHONE_ONLY

    test('was Courier down on 20 October 2025, and how long?', where, async ({ page, isMobile }) => {
      await findCourier(page)
      await chooseWindow(page, isMobile, '2025')
      await expect(page).toHaveURL(/window=2025/)
      const october = page.getByRole('article').filter({ hasText: 'Oct 20, 09:54 → 10:11 UTC' })
      await expect(october).toContainText('All services impacted')
      await expect(october).toContainText('17m')
      await press(page, october.getByRole('link', { name: 'All services impacted' }))
      await expect(page.getByRole('main')).toContainText('Courier’s outage lasted 17m')
    })

    test('how many hours in the last 12 months?', async ({ page, isMobile }) => {
      await page.goto(COURIER)
      await chooseWindow(page, isMobile, '12')
      await expect(page.getByRole('main')).toContainText(/Courier .+ in the last 12 months/)
    })

    test('what else was down on 12 June 2025 at 19:45 UTC, and can that be sent on?', async ({
      page,
      browser,
      baseURL,
    }) => {
      await page.goto('/')
      await press(page, page.getByRole('banner').getByRole('link', { name: 'At a moment' }))
      const field = page.getByLabel('Date', { exact: true })
      await tabTo(page, field)
      // How a date is typed depends on the browser's language, so this field is filled.
      await field.fill('2025-06-12')
      await page.getByLabel('Time, 24 hours').fill('19:45')
      await press(page, page.getByRole('button', { name: 'Show', exact: true }))
      const answer = 'outages were open on Jun 12, 2025, 19:45 UTC, at Courier and Google Cloud.'
      await expect(page.getByRole('main')).toContainText(answer)

      const other = await browser.newPage({ baseURL, javaScriptEnabled })
      await other.goto(page.url())
      await expect(other.getByRole('main')).toContainText(answer)
      await expect(other).toHaveTitle('What was down on Jun 12, 2025, 19:45 UTC · Outage History')
      await other.close()
    })

    test('any days can be chosen', where, async ({ page, isMobile }) => {
      await page.goto(COURIER)
      if (isMobile) await press(page, page.locator('summary', { hasText: 'Filter' }))
      await press(page, page.locator('summary', { hasText: 'Custom dates' }))
      await page.getByLabel('First day, UTC').fill('2025-10-20')
      await page.getByLabel('Last day, UTC').fill('2025-10-20')
      await press(page, page.getByRole('button', { name: 'Show these days' }))
      await expect(page).toHaveURL('/vendors/courier?window=2025-10-20..2025-10-20')
      await expect(page.getByRole('main')).toContainText('Courier had 1 outage on October 20, 2025 totaling 17m')
    })
  })
}
