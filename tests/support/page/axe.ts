import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * Axe on the page as it stands. It tells what it finds wrong and not all that it finds right, and adds up what it finds in this page
 * instead of in another: no page here has frames, and both would take more than half of its time.
 */
export function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
}
