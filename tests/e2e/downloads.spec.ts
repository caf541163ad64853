import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, ON_PHONE_TOO, test } from '#tests/support/browser.ts'

test('a permalink unfurls with a picture', async ({ page, request }) => {
  await page.goto('/vendors/courier?window=2025-10')
  await page.getByRole('link', { name: 'All services impacted' }).click()
  await expect(page).toHaveURL(/all-services-impacted$/)
  const address = await page.locator('meta[property="og:image"]').getAttribute('content')
  const image = await request.get(address ?? '')
  expect(image.headers()['content-type']).toBe('image/png')
  // Its own width and height, as PNG writes them: https://www.w3.org/TR/png/#11IHDR
  const bytes = await image.body()
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630])
})

test('a history says what it is to programs', async ({ page }) => {
  await page.goto('/vendors/courier')
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '')
  expect(data['@graph'].map((node: { '@type': string }) => node['@type'])).toEqual([
    'WebPage',
    'BreadcrumbList',
    'Dataset',
  ])
})

test('what leaves a filtered page says what it holds, and what that rests on', async ({ request }) => {
  // Calendars escape commas.
  const textOf = async (path: string) => (await (await request.get(path)).text()).replaceAll('\\,', ',')
  const part = 'Courier outage history: of major impact or worse, in 2025'
  for (const file of ['feed.atom', 'feed.rss', 'feed.json', 'calendar.ics', 'incidents.md'])
    expect(await textOf(`/vendors/courier/${file}?impact=major&window=2025`), file).toContain(part)
  const stack = 'Courier, WorkOS outage history: mentioning “api”'
  for (const file of ['feed.atom', 'calendar.ics'])
    expect(await textOf(`/stack/${file}?vendors=courier,workos&q=api`), file).toContain(stack)
  for (const [path, caveat] of [
    ['/vendors/courier?impact=major&window=2025', 'outages without an impact rating are left out.'],
    ['/vendors/github', 'with gaps,'],
    ['/vendors/courier?asOf=2025-10-20T10:00:00Z', 'As of Oct 20, 2025, 10:00 UTC.'],
    ['/stack?vendors=courier,github', 'some of it only in part.'],
    ['/compare?vendors=courier,workos', 'This is based on '],
    ['/at?t=2025-06-12T19:45Z', 'Our data covers this moment for '],
  ] as const)
    expect(await textOf(path), path).toMatch(new RegExp(`<meta name="description" content="[^"]*${caveat}`))
})

test('the code of a card shows it on a page of somebody else', async ({ page, context, site }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/vendors/courier?impact=major')
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Copy the card’s code' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const code = await page.evaluate(() => navigator.clipboard.readText())
  expect(code).toContain(`src="${site.url}/vendors/courier/embed?impact=major"`)
  const other = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>Other</title>${code}`)
  })
  await new Promise<void>((resolve) => other.listen(0, 'localhost', resolve))
  await page.goto(`http://localhost:${(other.address() as AddressInfo).port}/`)
  const card = page.frameLocator('iframe[title="Courier outage history"]')
  await expect(card.getByText(/^\d+ outages without an impact rating are left out\./)).toBeVisible()
  other.close()
})

test('a card may be framed, and nothing else', async ({ page, request }) => {
  const card = await request.get('/vendors/courier/embed')
  expect(card.headers()['content-security-policy']).toContain('frame-ancestors *')
  expect((await request.get('/vendors/courier')).headers()['content-security-policy']).toContain(
    "frame-ancestors 'none'",
  )
  await page.goto('/vendors/courier/embed')
  await expect(page.getByText(/^Courier/).first()).toBeVisible()
  await expect(page.getByText(/Known from .+ to Jan 29, 2026\./)).toBeVisible()
  await expect(page.locator('main')).toHaveCSS('border-radius', '8px')
})

test('days stand in a calendar and in a table', ON_PHONE_TOO, async ({ page }) => {
  await page.goto('/vendors/courier?window=2025')
  await page.getByText('Show the days as a table').click()
  await page.getByRole('link', { name: 'Oct 20, 2025' }).click()
  await expect(page).toHaveURL('/vendors/courier?window=2025-10-20')
  await expect(page.getByRole('link', { name: 'All services impacted' })).toBeVisible()
})

test('a moment is taken from the clocks of a zone', async ({ page }) => {
  await page.goto('/at')
  await page.getByLabel('Date', { exact: true }).fill('2025-06-12')
  await page.getByLabel('Time, 24 hours').fill('12:45')
  await page.getByLabel('Time zone').fill('PT')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL('/at?t=2025-06-12T12%3A45&zone=PT')
  await expect(page.getByLabel('Time, 24 hours')).toHaveValue('12:45')
  await expect(page.getByText('Jun 12, 2025, 19:45 UTC').first()).toBeVisible()
  await expect(page.getByText(/Our data covers this moment for \d+ of \d+ vendors/)).toBeVisible()
})
