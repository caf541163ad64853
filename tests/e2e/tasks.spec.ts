import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, ON_PHONE_ONLY, ON_PHONE_TOO, test } from '#tests/support/browser.ts'
import { expectNoSidewaysScroll } from '#tests/support/page/fit.ts'
import { type Visitor, visitorAt } from '#tests/support/page/visitor.ts'
import { statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { addVendor } from '#tests/support/pushed-vendor.ts'

/*
 * How many actions each task of a visitor takes from the first page, in both window sizes: by pointer, by keys alone, and without
 * script. An action is a link followed, an option chosen, or a field filled, with the Enter that sends it.
 */

/** Vendors with an outage in this quarter, in which the sample has none: the worse one first. */
const ours = [`Ledger ${randomBytes(4).toString('hex')}`, `Mailer ${randomBytes(4).toString('hex')}`] as const
const EIGHT = ['Anthropic', 'Cloudflare', 'Courier', 'GitHub', 'Stripe', 'WorkOS', ours[1], ours[0]]

interface Task {
  title: string
  most: number
  walk(page: Page, visitor: Visitor): Promise<void>
}

const search = (page: Page) => page.getByRole('banner').getByLabel('Search vendors and incidents')
const main = (page: Page) => page.getByRole('main')

const TASKS: Task[] = [
  {
    title: 'Was Courier down on 20 October 2025, and for how long?',
    most: 2,
    walk: async (page, visitor) => {
      await visitor.send(search(page), 'courier 20 oct 2025')
      await visitor.press(main(page).getByRole('link', { name: 'Courier’s history on October 20, 2025' }))
      await expect(page).toHaveURL('/vendors/courier?window=2025-10-20..2025-10-20')
      await expect(main(page)).toContainText('Courier had 1 outage on October 20, 2025 totaling 17m')
    },
  },
  {
    title: 'How were WorkOS’s last 12 known months?',
    most: 2,
    walk: async (page, visitor) => {
      await visitor.press(page.getByRole('row').getByRole('link', { name: 'WorkOS', exact: true }))
      await visitor.press(main(page).getByRole('link', { name: '12 months', exact: true }))
      await expect(page).toHaveURL(/\/vendors\/workos\?asOf=.+&window=12m$/)
      await expect(main(page)).toContainText(/WorkOS had \d+ outages in the last 12 months/)
    },
  },
  {
    title: 'Which of Courier and WorkOS posted less downtime?',
    most: 3,
    walk: async (page, visitor) => {
      await visitor.press(page.getByRole('link', { name: 'Compare', exact: true }).filter({ visible: true }).first())
      await visitor.send(page.getByLabel(/^Find vendors/), 'courier, workos')
      await expect(page).toHaveURL(/\/compare\?vendors=courier,workos/)
      await expect(main(page)).toContainText(/Courier posted less downtime: .+ against WorkOS’s .+\./)
    },
  },
  {
    title: 'What was down on 12 June 2025 at 19:45 UTC?',
    most: 2,
    walk: async (page, visitor) => {
      await visitor.send(search(page), '12 june 2025 19:45')
      await visitor.press(main(page).getByRole('link', { name: 'What was down at 19:45 UTC' }))
      await expect(main(page)).toContainText(
        'outages were open on Jun 12, 2025, 19:45 UTC, at Courier and Google Cloud.',
      )
    },
  },
  {
    title: 'Which of my eight vendors has been down the longest this quarter?',
    most: 6,
    walk: async (page, visitor) => {
      await visitor.press(page.getByRole('link', { name: 'Stack', exact: true }).filter({ visible: true }).first())
      await visitor.type(page.getByLabel(/^Find vendors/), EIGHT.join(', '))
      await visitor.choose(page.getByLabel('Window'), 'This quarter')
      await visitor.press(page.getByRole('button', { name: 'Show', exact: true }))
      await expect(page).toHaveURL(/\/stack\?vendors=[a-z0-9,-]+&window=\d{4}-Q\d$/)
      const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') })
      await expect(rows).toHaveCount(EIGHT.length)
      await expect(rows.nth(0)).toContainText(ours[0])
      await expect(rows.nth(0)).toContainText('67%')
      await expect(rows.nth(1)).toContainText(ours[1])
      await expect(rows.nth(1)).toContainText('33%')
    },
  },
  {
    title: 'Where is the incident with “automation” and “delay” in it?',
    most: 1,
    walk: async (page, visitor) => {
      await visitor.send(search(page), 'automation delay')
      const found = main(page).getByRole('link', { name: 'Automation Delay Processing Issues' })
      await expect(found).toHaveAttribute('href', /^\/vendors\/courier\/incidents\//)
      await expect(found).toBeInViewport()
    },
  },
  {
    title: 'Which line does Slack want, to post Courier’s outages?',
    most: 2,
    walk: async (page, visitor) => {
      await visitor.press(page.getByRole('row').getByRole('link', { name: 'Courier', exact: true }))
      await visitor.press(main(page).getByRole('link', { name: 'Subscribe', exact: true }))
      await expect(page.getByLabel(/^Slack/)).toHaveValue(/^\/feed subscribe http.+\/vendors\/courier\/feed\.atom$/)
    },
  },
]

test.beforeAll(async ({ playwright, site }) => {
  const request = await playwright.request.newContext({ baseURL: site.url })
  const [now, quarter] = [Date.now(), startOfQuarter(new Date())]
  const began = Math.max(quarter, now - 3_600_000)
  for (const [index, name] of ours.entries()) {
    const lasted = Math.floor((now - began) / 2 / (index + 1))
    const [start, end] = [began, began + lasted].map((at) => new Date(at).toISOString())
    if (start === undefined || end === undefined) throw new Error('Two instants have two texts.')
    const incident = statuspageIncident(701 + index, { created_at: start, started_at: start, resolved_at: end })
    for (const [nth, update] of incident.incident_updates.entries()) {
      update.created_at = nth === 0 ? end : start
      update.display_at = update.created_at
    }
    await addVendor(request, site, name, [incident])
  }
  await request.dispose()
})

function startOfQuarter(day: Date): number {
  return Date.UTC(day.getUTCFullYear(), 3 * Math.floor(day.getUTCMonth() / 3))
}

for (const means of ['by pointer', 'by keys', 'without script'] as const) {
  test.describe(means, () => {
    test.use({ javaScriptEnabled: means !== 'without script' })

    for (const { title, most, walk } of TASKS) {
      test(title, ON_PHONE_TOO, async ({ page, hasTouch }) => {
        const visitor = visitorAt(page, means === 'by keys' ? 'keys' : hasTouch ? 'touch' : 'mouse')
        await page.goto('/')
        await walk(page, visitor)
        expect(visitor.actions(), 'actions').toBeLessThanOrEqual(most)
      })
    }
  })
}

test('neither the first page nor a comparison of five scrolls sideways', ON_PHONE_ONLY, async ({ page }) => {
  for (const path of ['/', '/compare?vendors=courier,workos,github,google-cloud,cloudflare&window=all']) {
    await page.goto(path)
    await expectNoSidewaysScroll(page)
  }
})
