import { expect, ON_PHONE_TOO, test } from '#tests/support/browser.ts'

test('reads vendors as one, with one feed and one calendar of the same', async ({ page, request }) => {
  await page.goto('/stack?vendors=courier,workos&window=2025')
  await expect(page.getByRole('main').getByRole('paragraph').first()).toHaveText(
    /^These 2 vendors had \d+ outages in 2025/,
  )
  const read = async (file: string) => (await request.get(`/stack/${file}?vendors=courier,workos&window=2025`)).text()
  const entries = (await read('feed.atom')).match(/<entry>/g)
  const events = (await read('calendar.ics')).match(/BEGIN:VEVENT/g)
  // One of them is undated, so that no calendar has a place for it.
  expect([entries?.length, events?.length]).toEqual([21, 20])
})

test('a feed of nobody is refused, one of a vendor that is gone is not found', async ({ request }) => {
  expect((await request.get('/stack/feed.atom')).status()).toBe(400)
  expect((await request.get('/stack/feed.atom?vendors=nobody')).status()).toBe(404)
  expect((await request.get('/stack/feed.atom?vendors=nobody,courier')).status()).toBe(200)
  expect((await request.get('/feed.atom')).headers()['content-type']).toContain('application/atom+xml')
})

const EIGHT = ['anthropic', 'cloudflare', 'courier', 'github', 'openai', 'google-cloud', 'stripe', 'workos']

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('eight vendors by their names, this quarter, ranked', ON_PHONE_TOO, async ({ page }) => {
      await page.goto('/stack')
      await page.getByLabel(/^Find vendors/).fill(EIGHT.join(', '))
      const quarter = page.getByRole('option', { name: /^This quarter, Q\d \d{4}$/ })
      await page.getByLabel('Window').selectOption((await quarter.getAttribute('value')) ?? '')
      await page.getByRole('button', { name: 'Show' }).click()
      await expect(page).toHaveURL(/\/stack\?vendors=[a-z,-]+&window=\d{4}-Q\d$/)
      await expect(page.getByRole('row')).toHaveCount(EIGHT.length + 1)
      // The sample ends before this quarter.
      await page.goto(`/stack?vendors=${EIGHT.join(',')}&window=2026-Q3`)
      const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') })
      const shares = await rows.getByText(/^(\d+|under 1)%$/).allTextContents()
      const numbers = shares.map((share) => (share.startsWith('under') ? 0.5 : Number(share.slice(0, -1))))
      expect(numbers.length).toBeGreaterThan(1)
      expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
      expect(Math.abs(numbers.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThan(EIGHT.length)
      await expect(page.getByText(/^Shares are of the downtimes added separately\./)).toBeVisible()
    })

    test('a name that could be several is asked about', async ({ page }) => {
      await page.goto('/stack')
      await page.getByLabel(/^Find vendors/).fill('courier, o')
      await page.getByLabel(/^Find vendors/).press('Enter')
      await expect(page).toHaveURL('/stack?vendors=courier&find=o')
      await page.getByLabel('WorkOS').check()
      await page.getByLabel(/^Find vendors/).fill('')
      await page.getByRole('button', { name: 'Show' }).click()
      await expect(page).toHaveURL('/stack?vendors=courier,workos')
    })

    test('vendors are ticked on the first page', ON_PHONE_TOO, async ({ page }) => {
      await page.goto('/')
      await page.getByLabel('Courier: in my stack').check()
      await page.getByLabel('WorkOS: in my stack').check()
      await page.getByRole('button', { name: 'Show my stack' }).click()
      await expect(page).toHaveURL('/stack?vendors=courier,workos')
      await page.goto('/vendors/github')
      await page.getByRole('link', { name: 'Add to my stack' }).click()
      await expect(page).toHaveURL(`/stack?vendors=${javaScriptEnabled ? 'courier,workos,' : ''}github`)
    })
  })
}

test('the list narrows by what the server finds, and keeps what is ticked', async ({ page }) => {
  await page.goto('/stack')
  await page.getByLabel('Courier').check()
  // In one piece: the answer to the next letter would replace the row that is about to be ticked.
  await page.getByLabel(/^Find vendors/).fill('work')
  const boxes = page.getByRole('group', { name: 'Vendors' }).getByRole('checkbox')
  await expect(boxes).toHaveCount(2)
  await page.getByLabel('WorkOS').check()
  await page.getByLabel(/^Find vendors/).fill('')
  await expect(boxes).not.toHaveCount(2)
  await expect(page.getByLabel('WorkOS')).toBeChecked()
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL('/stack?vendors=courier,workos')
})

test('the last stack is remembered in this browser', async ({ page, context }) => {
  await page.goto('/stack')
  await page.getByLabel(/^Find vendors/).fill('courier, workos')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL('/stack?vendors=courier,workos')
  // By then its script has kept the choice.
  await page.waitForLoadState()
  // Somebody else's, which was sent, stays theirs when it is filtered.
  await page.goto('/stack?vendors=github')
  await page.getByLabel('Window').selectOption('90d')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(/vendors=github&window=90d$/)
  await page.waitForLoadState()
  // Nor does it become the reader's by a search that finds no vendor.
  await page.getByLabel(/^Find vendors/).fill('nobody at all')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(/find=nobody/)
  await page.waitForLoadState()
  await page.goto('/stack')
  await page.getByRole('link', { name: 'Open my last stack' }).click()
  await expect(page).toHaveURL('/stack?vendors=courier,workos')
  await page.goto('/')
  await expect(page.getByLabel('Courier: in my stack')).toBeChecked()
  await page.getByLabel('Courier: in my stack').uncheck()
  await page.goto('/vendors/workos')
  await expect(page.getByRole('link', { name: 'In my stack' })).toHaveAttribute('href', '/stack?vendors=workos')
  expect(await context.cookies()).toEqual([])
})

test('a stack of 25 vendors takes no other, and says so', async ({ page }) => {
  const full = Array.from({ length: 25 }, (_, index) => `vendor-${index}`).join(',')
  await page.addInitScript((stack) => localStorage.setItem('stack', stack), full)
  await page.goto('/')
  const box = page.getByLabel('Courier: in my stack')
  await box.click()
  await expect(page.getByText('Your stack has 25 vendors, and holds no more: untick one first.')).toBeVisible()
  await expect(box).not.toBeChecked()
  expect(await page.evaluate(() => localStorage.getItem('stack'))).toBe(full)
  await page.evaluate(() => localStorage.setItem('stack', 'courier,workos'))
  await page.getByLabel('WorkOS: in my stack').click()
  await expect(page.getByText('Your stack has 25 vendors')).toBeHidden()
  await page.evaluate((stack) => localStorage.setItem('stack', stack), full)
  await page.goto('/vendors/courier')
  await page.getByRole('link', { name: 'My stack is full: 25 vendors' }).click()
  await expect(page).toHaveURL(`/stack?vendors=${full}`)
})

test('a full choice offers no other vendor, until one is unticked', async ({ page }) => {
  await page.goto('/compare?vendors=courier,workos,github,openai')
  const boxes = page.getByRole('group', { name: 'Vendors' }).getByRole('checkbox')
  await expect(boxes).not.toHaveCount(4)
  await page.getByLabel('Stripe').check()
  await expect(page.getByText('No more can be chosen: untick one first.')).toBeVisible()
  await expect(page.getByLabel('Cloudflare')).toBeDisabled()
  await page.getByLabel(/^Find vendors/).pressSequentially('cloud')
  await expect(boxes).toHaveCount(5)
  await page.getByRole('checkbox', { name: 'Courier' }).uncheck()
  await expect(page.getByText('No more can be chosen')).toBeHidden()
  await page.getByLabel(/^Find vendors/).press('End')
  await page.getByLabel(/^Find vendors/).pressSequentially('f')
  await expect(page.getByLabel('Cloudflare')).toBeEnabled()
})

test('a report prints on paper with its address, and without what only a screen needs', async ({ page }) => {
  await page.setViewportSize({ width: 718, height: 1000 })
  await page.emulateMedia({ media: 'print' })
  await page.goto('/stack/report?vendors=courier,workos,github,stripe&quarter=2025-Q4&target=99.9')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(718)
  const main = page.getByRole('main')
  await expect(main.getByRole('button', { name: 'Show' })).toBeHidden()
  await expect(main.getByText(/https?:\/\/[^/]+\/stack\/report\?vendors=/)).toBeVisible()
  // The heading of a grid would be left behind at the end of a page, and the last day would stand alone on the next.
  const worst = main.locator('section', { has: page.getByRole('heading', { name: /^Worst days/ }) })
  await expect(worst).toHaveCSS('display', 'block')
  await expect(worst.getByRole('heading')).toHaveCSS('break-after', 'avoid')
  await expect(worst.getByRole('list')).toHaveCSS('break-inside', 'avoid')
  const cut = await main
    .locator('section, td, th')
    .evaluateAll((all) => all.filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1).length)
  expect(cut).toBe(0)
})
