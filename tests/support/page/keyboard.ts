import { expect, type Locator, type Page } from '@playwright/test'

/** More tab stops than any page has before a target. */
const MAX_STOPS = 150

/** Presses Tab until `target` has the focus. Fails if Tab never reaches it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  // Located once, not at every stop: finding an element by role takes far longer than pressing a key.
  let element = await target.elementHandle()
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    const state = await element?.evaluate((found) => ({
      isFocused: found === document.activeElement,
      isThere: found.isConnected,
    }))
    if (state?.isFocused) return
    if (!state?.isThere) element = await target.elementHandle()
    else await page.keyboard.press('Tab')
  }
  await expect(target, `Tab does not reach it within ${MAX_STOPS} stops.`).toBeFocused()
}

/** Activates a link or button by keyboard. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Chooses from a closed list by typing the beginning of the option. */
export async function choose(page: Page, list: Locator, beginning: string): Promise<void> {
  await tabTo(page, list)
  await page.keyboard.type(beginning)
}
