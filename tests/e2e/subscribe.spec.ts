import { expect, test } from '#tests/support/browser.ts'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('the address for Slack is two actions away from the front page', async ({ page, request }) => {
      await page.goto('/')
      await page.getByRole('row').getByRole('link', { name: 'Courier', exact: true }).press('Enter')
      await page.getByRole('main').getByRole('link', { name: 'Subscribe' }).press('Enter')
      const line = await page.getByLabel(/Slack/).inputValue()
      expect(line).toMatch(/^\/feed subscribe http.*\/vendors\/courier\/feed\.atom$/)
      const feed = await request.get(new URL(line.replace('/feed subscribe ', '')).pathname)
      expect(feed.headers()['content-type']).toContain('application/atom+xml')
      await page.getByRole('link', { name: 'Only major and worse' }).click()
      await expect(page.getByLabel(/Slack/)).toHaveValue(/feed\.atom\?impact=major$/)
      await expect(page.getByRole('main')).toContainText('has an impact rating')
    })
  })
}

test('a stack and all vendors have theirs', async ({ page, request }) => {
  await page.goto('/stack?vendors=courier,workos')
  await page.getByRole('main').getByRole('link', { name: 'Subscribe' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Subscribe to Courier and WorkOS')
  await expect(page.getByLabel('Calendar')).toHaveValue(/^webcal:.*\/stack\/calendar\.ics\?vendors=courier,workos$/)
  await page.goto('/subscribe')
  for (const label of ['Feed reader (Atom)', 'RSS', 'JSON Feed', 'Calendar']) {
    const address = await page.getByLabel(label, { exact: true }).inputValue()
    expect((await request.get(new URL(address.replace('webcal:', 'http:')).pathname)).status(), address).toBe(200)
  }
  expect((await request.get('/subscribe?vendors=nobody')).status()).toBe(404)
})
