import { expect, type Page } from '@playwright/test'
import { axe } from './axe.ts'

const PHONE = { width: 390, height: 844 }

/** Fails if axe reports anything, or if the page scrolls sideways, in its own window and in a phone's. */
export async function expectFit(page: Page): Promise<void> {
  const own = page.viewportSize() ?? PHONE
  const sizes = own.width > PHONE.width ? [PHONE, own] : [own]
  for (const size of sizes) {
    await page.setViewportSize(size)
    expect((await axe(page).analyze()).violations).toEqual([])
    const [wanted = 0, given = 0] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(wanted).toBeLessThanOrEqual(given)
  }
}
