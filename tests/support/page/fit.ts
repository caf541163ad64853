import { expect, type Page } from '@playwright/test'
import { isFull } from '../full.ts'
import { COLOUR_RULES, findViolations } from './axe.ts'

const PHONE = { width: 390, height: 844 }

interface FitOptions {
  /** False where the same page has been looked at with more in it. */
  colours?: boolean
}

/**
 * Fails if axe reports anything, or if the page scrolls sideways, in its own window and in a phone's. Colours are looked at in
 * one of the two, which changes from address to address; `npm run test:full` looks at them in both.
 */
export async function expectFit(page: Page, { colours = true }: FitOptions = {}): Promise<void> {
  const own = page.viewportSize() ?? PHONE
  const sizes = own.width > PHONE.width ? [PHONE, own] : [own]
  const coloured = page.url().length % sizes.length
  for (const [index, size] of sizes.entries()) {
    await page.setViewportSize(size)
    const without = isFull || (colours && index === coloured) ? [] : COLOUR_RULES
    expect(await findViolations(page, { without })).toEqual([])
    await expectNoSidewaysScroll(page)
  }
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [wanted = 0, given = 0] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(wanted).toBeLessThanOrEqual(given)
}
