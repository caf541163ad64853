import { expect, test } from '#tests/support/browser.ts'

for (const path of ['/nope', '/vendors/nope', '/vendors/courier/incidents/000000000000', '/vendors/courier/nope']) {
  test(`${path} is not found, truly and readably, for everybody`, async ({ request }) => {
    expect((await request.head(path)).status()).toBe(404)
    const answer = await request.get(path)
    expect(answer.status()).toBe(404)
    // Read as a program without a script would.
    const [, main = ''] = (await answer.text()).replace(/<script.*?<\/script>/gs, '').split('<main')
    expect(main).toContain('Page not found')
    expect(main).toContain('action="/search"')
  })
}

test('a page that is not found takes a search', async ({ page }) => {
  await page.goto('/vendors/nope')
  await expect(page).toHaveTitle('Not found · Outage History')
  const search = page.getByRole('main').getByRole('searchbox')
  await search.fill('courier')
  await search.press('Enter')
  await page.getByRole('main').getByRole('link', { name: 'Courier', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Courier outage history')
})

for (const [query, words] of [
  ['window=tomorrow', /24m, 12m, 90d, all/],
  ['window=2031', /begins after/],
  ['asOf=2099-01-01T00:00:00Z', /in the future/],
  ['kind=everything', /kind/],
] as const) {
  test(`a history page asked for ${query} says what is wrong and leads back`, async ({ page }) => {
    const answer = await page.goto(`/vendors/courier?${query}`)
    expect(answer?.status()).toBe(400)
    await expect(page.getByRole('main').getByRole('alert')).toHaveText(words)
    await page.getByRole('link', { name: 'Show the page without filters' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Courier outage history')
  })
}

test('a moment that cannot be shown says why and keeps what was asked', async ({ page }) => {
  const answer = await page.goto('/at?t=yesterday')
  expect(answer?.status()).toBe(400)
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    '“yesterday” is not a moment this page can show.',
  )
})

test('a moment is read with its zone, its plus sign encoded or not', async ({ page }) => {
  for (const t of [
    '2025-06-12T21:45:00+02:00',
    '2025-06-12T21:45:00%2B02:00',
    '2025-06-12T19:45:00Z',
    '2025-06-12T19:45',
  ]) {
    await page.goto(`/at?t=${t}`)
    await expect(page.getByRole('main')).toContainText(
      'were open on Jun 12, 2025, 19:45 UTC, at Courier and Google Cloud.',
    )
  }
})
