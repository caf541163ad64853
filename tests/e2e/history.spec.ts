import { expect, ON_PHONE_ONLY, ON_PHONE_TOO, test } from '#tests/support/browser.ts'
import { expectFit } from '#tests/support/page/fit.ts'
import { statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { addVendor } from '#tests/support/pushed-vendor.ts'

/** Courier's sample, as of a day after its last incident: the figures of the method's worked example. */
const COURIER = '/vendors/courier?asOf=2026-05-28T00:00:00Z'

test('answers in two sentences, and shows the evidence', async ({ page }) => {
  await page.goto(COURIER)
  const main = page.getByRole('main')
  await expect(main).toContainText(
    'Courier had 24 outages in the last 2 years totaling 59h 36m of downtime — averaging 1.3 incidents per month.',
  )
  await expect(main).toContainText(
    'There were 24 Courier outages since July 26, 2024 totaling 59h 36m of downtime. 3 have no reported duration.',
  )
  await expect(page.getByRole('article')).toHaveCount(24)
  const outage = page.getByRole('article').filter({ hasText: 'All services impacted' })
  await expect(outage).toContainText('17m')
  await expect(outage).toContainText('Oct 20, 09:54 → 10:11 UTC')
  await expect(outage.getByRole('listitem')).toHaveCount(4)
})

test('every figure explains itself, by click and by key, and leads to its rule', ON_PHONE_TOO, async ({ page }) => {
  await page.goto(COURIER)
  const note = page.locator('#rule-median')
  await expect(note).toBeHidden()
  await page.getByRole('button', { name: 'Median', exact: true }).click()
  await expect(note).toContainText('Left out: 3 incidents without a reported duration.')
  await page.keyboard.press('Escape')
  await expect(note).toBeHidden()
  await page.getByRole('button', { name: 'Longest' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('#rule-longest').getByRole('link', { name: 'The rule in full' }).click()
  await expect(page).toHaveURL(/\/methodology#totals$/)
})

test('months are kept when nothing happened in them, and when nothing is known of them', async ({ page }) => {
  await page.goto(COURIER)
  const rest = (heading: string) => page.getByRole('heading', { name: heading, exact: true }).locator('..')
  await expect(rest('Nov – Dec 2025')).toContainText('Nothing posted.')
  await expect(rest('Feb – May 2026')).toContainText('No data')
})

test('the months stand in a table too, each a way to narrow the page', async ({ page }) => {
  await page.goto(COURIER)
  await page.getByText('Show the months as a table').click()
  const october = page.getByRole('row', { name: /October 2025/ })
  await expect(october).toHaveText(/October 2025\s*4\s*45m/)
  await expect(page.getByRole('row', { name: /March 2026/ })).toContainText('no data')
  await october.getByRole('link').click()
  await expect(page.getByRole('main')).toContainText('Courier had 4 outages in October 2025 totaling 45m of downtime')
  // Where the history begins, not the month.
  await expect(page.getByRole('term').filter({ hasText: 'Known since' }).locator('+ dd')).toHaveText('Jul 26, 2024')
  await expect(page.getByRole('article')).toHaveCount(4)
})

test('filters stand in the address and move every figure', ON_PHONE_TOO, async ({ page, isMobile }) => {
  await page.goto(COURIER)
  if (isMobile) await page.getByText('Filter', { exact: true }).click()
  await page.getByLabel('Window').selectOption('2025')
  await page.getByLabel('Text').fill('latency')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/window=2025/)
  // The address moves before the page behind it is read.
  await expect(page).toHaveTitle(/^Courier outage history: mentioning “latency”, in 2025/)
  await expect(page.getByRole('article')).not.toHaveCount(0)
  const count = await page.getByRole('article').count()
  await expect(page.getByRole('main')).toContainText(`Courier had ${count} outages mentioning “latency” in 2025`)
})

test('a filter that finds nothing says which part of it to drop', async ({ page }) => {
  await page.goto(`${COURIER}&q=zebra&impact=critical`)
  await expect(page.getByRole('heading', { name: 'No incidents match' })).toBeVisible()
  await page.getByRole('link', { name: 'Without the impact “Critical or more”' }).click()
  await expect(page).not.toHaveURL(/impact/)
  await expect(page).toHaveURL(/q=zebra/)
})

test('says where the platform’s own indicator differs from what is posted', async ({ page, request, site }) => {
  // Open since a day that no other test asks about.
  const open = statuspageIncident(600, { status: 'investigating', impact: 'major', resolved_at: null })
  open.incident_updates.shift()
  const slug = await addVendor(request, site, 'Contrary', [open], {
    status: { indicator: 'none', description: 'Fine' },
  })
  await page.goto(`/vendors/${slug}`)
  await expect(page.getByRole('main')).toContainText('Contrary is down right now: Incident 600')
  await expect(page.getByRole('main')).toContainText('its own indicator says “none”')
})

test('says what a page shows while nothing is posted, with the component that is out', async ({
  page,
  request,
  site,
}) => {
  const components = [
    { id: 'cpnt00000009', name: 'Europe', group: true },
    { id: 'cpnt00000001', name: 'Sandboxes', status: 'major_outage', group_id: 'cpnt00000009' },
  ]
  const slug = await addVendor(request, site, 'Compono', [statuspageIncident(601)], {
    components,
    status: { indicator: 'major' },
  })
  const said = 'its own indicator says “major”: Europe / Sandboxes is in “major outage”; no outage is posted'
  await page.goto(`/vendors/${slug}`)
  await expect(page.getByRole('main')).toContainText('Compono is up right now')
  await expect(page.getByRole('main')).toContainText(said)
  await expectFit(page)
  await page.goto(`/?q=${slug}`)
  await expect(page.getByRole('row', { name: /Compono/ })).toContainText(said)
  await expectFit(page)
})

test('a long list goes on page by page', async ({ page }) => {
  await page.goto('/vendors/stripe?window=all')
  await expect(page.getByRole('article')).toHaveCount(24)
  const first = await page.getByRole('article').first().getByRole('link').first().textContent()
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(page).toHaveURL(/cursor=/)
  await expect(page.getByRole('article').first()).not.toContainText(first ?? '')
  await page.getByRole('link', { name: 'Back to the newest' }).click()
  await expect(page.getByRole('article').first()).toContainText(first ?? '')
})

test.describe('the charts', () => {
  test('load their library only when somebody turns to them, and keep their size', async ({ page, isMobile }) => {
    test.skip(isMobile, 'there is no hovering on glass')
    await page.goto(COURIER)
    await page.waitForLoadState('networkidle')
    const chart = page.getByRole('group', { name: 'Incidents per month, chart' })
    await expect(chart.locator('.recharts-surface')).toHaveCount(0)
    await chart.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    const before = await chart.boundingBox()
    await chart.hover({ position: { x: 190, y: 100 } })
    await expect(chart.locator('.recharts-surface')).toBeVisible()
    expect(await chart.boundingBox()).toEqual(before)
    await chart.hover({ position: { x: 192, y: 100 } })
    await expect(chart).toContainText('February 2025 5')
    await chart.click({ position: { x: 192, y: 100 } })
    await expect(page).toHaveURL(/window=2025-02/)
  })

  test('are walked through by arrow keys', async ({ page }) => {
    await page.goto(COURIER)
    const chart = page.getByRole('group', { name: 'Downtime per month, chart' })
    await expect(chart).toHaveAttribute('tabindex', '0')
    await chart.focus()
    await expect(chart.getByRole('application')).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(chart).toContainText(/July 2024/)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/window=2024-07/)
  })

  test('show a month at the first tap and open it at the second', ON_PHONE_ONLY, async ({ page }) => {
    await page.goto(COURIER)
    const chart = page.getByRole('group', { name: 'Incidents per month, chart' })
    await expect(chart).toHaveAttribute('tabindex', '0')
    await chart.tap({ position: { x: 250, y: 100 } })
    await expect(chart).toContainText('October 2025 4')
    await expect(page).not.toHaveURL(/window=/)
    await chart.tap({ position: { x: 250, y: 100 } })
    await expect(page).toHaveURL(/window=2025-10/)
  })
})

test('times can be read in local time', async ({ page }) => {
  await page.goto(COURIER)
  const span = page.getByRole('article').filter({ hasText: 'All services impacted' }).getByRole('paragraph').nth(1)
  await expect(span).toContainText('Oct 20, 09:54 → 10:11 UTC')
  await page.getByRole('button', { name: 'Local' }).click()
  await expect(span).toContainText('Oct 20, 15:39 → 15:56 UTC+5:45')
  await page.reload()
  await expect(span).toContainText('Oct 20, 15:39 → 15:56 UTC+5:45')
  await page.keyboard.press('t')
  await expect(span).toContainText('Oct 20, 09:54 → 10:11 UTC')
})

test('nothing moves while the page loads', ON_PHONE_TOO, async ({ page }) => {
  await page.goto(COURIER)
  await page.waitForLoadState('networkidle')
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(sum), 200)
      }),
  )
  expect(shift).toBeLessThan(0.01)
})

test('a slow line is not kept waiting for a font', async ({ page, context }) => {
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 90_000,
  })
  const fonts: string[] = []
  page.on('request', (request) => request.resourceType() === 'font' && fonts.push(request.url()))
  await page.goto(COURIER)
  await page.waitForLoadState('networkidle')
  await expect(page.locator('html')).toHaveAttribute('data-lean')
  expect(fonts).toEqual([])
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('all of it is there, and a bar is a link', async ({ page }) => {
    await page.goto(COURIER)
    await expect(page.getByRole('article')).toHaveCount(24)
    await expect(page.getByText('Times are in UTC.')).toBeVisible()
    const bar = page.locator('figure a[href*="window=2025-10"]').first()
    await expect(bar).toBeVisible()
    await page.goto((await bar.getAttribute('href')) ?? '')
    await expect(page.getByRole('article')).toHaveCount(4)
  })

  test('a figure still explains itself', async ({ page }) => {
    await page.goto(COURIER)
    await page.getByRole('button', { name: '59h 36m' }).click()
    await expect(page.locator('#rule-downtime')).toBeVisible()
  })
})
