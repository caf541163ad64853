import { expect, test } from '#tests/support/browser.ts'

test('reads vendors as one, with one feed and one calendar of the same', async ({ page, request }) => {
  await page.goto('/stack?vendors=courier,workos&window=2025')
  await expect(page.getByRole('main').getByRole('paragraph').first()).toHaveText(
    /^These 2 vendors had \d+ outages in 2025/,
  )
  const feed = await page.getByRole('link', { name: 'Feed', exact: true }).getAttribute('href')
  const calendar = await page.getByRole('link', { name: 'Calendar', exact: true }).getAttribute('href')
  expect(feed).toBe('/stack/feed.atom?vendors=courier,workos&window=2025')
  const entries = (await (await request.get(feed ?? '')).text()).match(/<entry>/g)
  const events = (await (await request.get(calendar ?? '')).text()).match(/BEGIN:VEVENT/g)
  // One of them is undated, so that no calendar has a place for it.
  expect([entries?.length, events?.length]).toEqual([21, 20])
})

test('a feed of nobody is refused, one of a vendor that is gone is not found', async ({ request }) => {
  expect((await request.get('/stack/feed.atom')).status()).toBe(400)
  expect((await request.get('/stack/feed.atom?vendors=nobody')).status()).toBe(404)
  expect((await request.get('/stack/feed.atom?vendors=nobody,courier')).status()).toBe(200)
  expect((await request.get('/feed.atom')).headers()['content-type']).toContain('application/atom+xml')
})
