import { errorPage } from '#lib/web/failure/error-page.ts'
import { findViolations } from '#tests/support/page/axe.ts'
import { expect, test } from '../support/browser.ts'

// These stand in for pages that cannot be made, so no address shows them on a site that is well.
for (const [status, code, heading] of [
  [429, 'rate_limited', 'Too many requests at once'],
  [500, 'internal_error', 'This page failed'],
  [503, 'database_unavailable', 'The site cannot read its database right now'],
  [503, 'took_too_long', 'This page took too long'],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the page for ${status} ${code} can be read by everybody, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width: 320, height: 640 })
      await page.setContent(errorPage(status, '', code))
      await expect(page).toHaveTitle(`${heading} · Outage History`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
      await expect(page.getByRole('link', { name: 'All vendors' })).toBeVisible()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
      expect(await findViolations(page)).toEqual([])
    })
  }
}
