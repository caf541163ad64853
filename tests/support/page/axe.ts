import type { Page } from '@playwright/test'
import axeCore, { type Result } from 'axe-core'

/** The rules about colours take more than half of axe's time. All others see the same page in both themes. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

interface AxeOptions {
  /** The rules to apply; by default all that axe has enabled. */
  only?: string[]
  without?: string[]
}

/** What axe finds wrong with the page. It is loaded into a page once, and does not look into frames: no page here has any. */
export async function findViolations(page: Page, { only, without = [] }: AxeOptions = {}): Promise<Result[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source)
  return await page.evaluate(
    async (options) => {
      const { axe } = window as unknown as { axe: typeof axeCore }
      return (await axe.run(document, options)).violations
    },
    {
      resultTypes: ['violations' as const],
      ...(only && { runOnly: only }),
      rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    },
  )
}

/** Leaves out what axe itself calls minor; each fault is told by its rule and its elements. */
export function describeFaults(violations: Result[]): string[] {
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
