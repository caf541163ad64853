import { expect, ON_PHONE_TOO, test } from '#tests/support/browser.ts'

async function permalinkOf(request: import('@playwright/test').APIRequestContext, title: string): Promise<string> {
  const answer = await request.get('/api/v1/vendors/courier/incidents?window=all&limit=100')
  const { incidents } = (await answer.json()) as { incidents: { title: string; permalink: string }[] }
  const incident = incidents.find((one) => one.title === title)
  if (incident === undefined) throw new Error(`The sample has no “${title}”.`)
  return new URL(incident.permalink).pathname
}

test('says what happened, how long, and how we know', ON_PHONE_TOO, async ({ page, request }) => {
  await page.goto(await permalinkOf(request, 'Message Delays on Send Pipeline'))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Message Delays on Send Pipeline')
  await expect(page.getByRole('main')).toContainText('Jun 5, 2025, 18:51 → 20:08 UTC')
  await expect(page.getByRole('main')).toContainText(
    'Courier’s outage lasted 1h 17m, start to end as reported; mitigated after 23m.',
  )
  await expect(page.locator('li[data-status]')).toHaveCount(5)
})

test('has one address: any other way to write it leads there for good', async ({ request }) => {
  const path = await permalinkOf(request, 'Message Delays on Send Pipeline')
  const [, , vendor, , id] = path.split('/')
  for (const other of [
    `/vendors/${vendor}/incidents/${id}`,
    `/vendors/${vendor}/incidents/${id}/another-title`,
    `/vendors/${vendor}/incidents/${id}/message-delays-on-send-pipeline/more`,
    `/vendors/workos/incidents/${id}/message-delays-on-send-pipeline`,
    `/vendors/${vendor}/incidents/${id?.toUpperCase()}`,
  ]) {
    const answer = await request.get(other, { maxRedirects: 0 })
    expect([other, answer.status(), answer.headers().location]).toEqual([other, 308, path])
  }
  expect((await request.get(path, { maxRedirects: 0 })).status()).toBe(200)
})

test('keeps its question when it redirects', async ({ request }) => {
  const path = await permalinkOf(request, 'All services impacted')
  const answer = await request.get(`${path}-x?asOf=2025-10-20T10:00:00Z`, { maxRedirects: 0 })
  expect(answer.headers().location).toBe(`${path}?asOf=2025-10-20T10%3A00%3A00Z`)
})

test('can be read as of a moment when it was open', async ({ page, request }) => {
  await page.goto(`${await permalinkOf(request, 'All services impacted')}?asOf=2025-10-20T10:00:00Z`)
  await expect(page.getByRole('main')).toContainText('Courier’s outage has been open for 6m.')
})

test('tells the span on both clocks, whichever the page is in', async ({ page, request }) => {
  await page.goto(await permalinkOf(request, 'All services impacted'))
  const other = page.locator('[data-other-from]')
  await expect(other).toHaveAttribute('data-other', 'Oct 20, 15:39 → 15:56 your time (UTC+5:45)')
  await page.getByRole('button', { name: 'Local' }).click()
  await expect(page.getByRole('main')).toContainText('Oct 20, 2025, 15:39 → 15:56 UTC+5:45')
  await expect(other).toHaveAttribute('data-other', 'Oct 20, 09:54 → 10:11 UTC')
})

test('takes a report of a mistake, which says what it is about', async ({ page, request }) => {
  await page.goto(await permalinkOf(request, 'All services impacted'))
  const report = await page.getByRole('link', { name: 'Report a mistake' }).getAttribute('href')
  expect(report).toMatch(/^mailto:mistakes@example\.org\?subject=A%20mistake/)
  expect(decodeURIComponent(report ?? '')).toContain(page.url())
})

test('prints as a page that can be filed', async ({ page, request }) => {
  await page.goto(await permalinkOf(request, 'All services impacted'))
  const { documentSha256 } = (await (await request.get(`/api/v1/incidents/${page.url().split('/')[6]}`)).json()) as {
    documentSha256: string
  }
  await page.emulateMedia({ media: 'print' })
  for (const name of ['Site', 'Neighbours', 'Further pages']) {
    await expect(page.getByRole('navigation', { name })).toBeHidden()
  }
  await expect(page.getByRole('button', { name: 'Copy link' }).first()).toBeHidden()
  const main = page.getByRole('main')
  // The citation, which is folded away, has both as well.
  await expect(main.getByText(`${page.url()}, read `).filter({ visible: true })).toHaveCount(1)
  await expect(main.getByText(documentSha256).filter({ visible: true })).toHaveCount(1)
  await expect(main.getByText('Oct 20, 2025, 09:54 → 10:11 UTC')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Monitoring' })).toBeVisible()
})

test('each update has an anchor, and a link to copy', ON_PHONE_TOO, async ({ page, request, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(await permalinkOf(request, 'All services impacted'))
  const update = page.getByRole('listitem').filter({ hasText: '10:02' })
  await update.getByRole('link', { name: '10:02' }).click()
  await expect(page).toHaveURL(/#update-/)
  await update.hover()
  await update.getByRole('button', { name: 'Copy link' }).click()
  await expect(update.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url())
})

test('can be cited with the document it can be checked against', async ({ page, request }) => {
  await page.goto(await permalinkOf(request, 'All services impacted'))
  await page.getByRole('button', { name: 'Cite' }).click()
  await expect(page.locator('#cite')).toContainText(
    /Courier: “All services impacted”\. Oct 20, 2025\. .*Source document sha256 [0-9a-f]{64}\./,
  )
})

test('leads to what was open at the same time, and to its neighbours', async ({ page, request }) => {
  await page.goto(await permalinkOf(request, 'Cloudflare Outage Possible Okta SSO Impact'))
  await expect(page.getByRole('link', { name: /^Google Cloud: / })).toBeVisible()
  await page.getByRole('link', { name: /^What was open on Jun 12, 2025, 19:30 UTC/ }).click()
  await expect(page).toHaveURL(/\/at\?t=2025-06-12T19:30:00Z$/)
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Cloudflare Outage Possible Okta SSO Impact' }),
  ).toBeVisible()
  await page.goBack()
  await page.getByRole('link', { name: /Previous/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Message Delays on Send Pipeline')
})

test('a component leads to the incidents that affected it', async ({ page, request }) => {
  const answer = await request.get('/api/v1/vendors/github/incidents?window=all&limit=100')
  const { incidents } = (await answer.json()) as { incidents: { components: string[]; permalink: string }[] }
  const incident = incidents.find(({ components }) => components.length > 0)
  if (incident === undefined) throw new Error('The sample has no components.')
  const [component = ''] = incident.components
  await page.goto(new URL(incident.permalink).pathname)
  await page.getByRole('link', { name: component, exact: true }).click()
  await expect(page).toHaveURL(`/vendors/github?component=${encodeURIComponent(component)}`)
  await expect(page.getByRole('main')).toContainText(`affecting “${component}”`)
})

test('unfurls: title, summary and address stand in the head', async ({ request }) => {
  const path = await permalinkOf(request, 'All services impacted')
  const [head = ''] = (await (await request.get(path)).text()).split('</head>')
  expect(head).toContain('<title>All services impacted · Courier · Outage History</title>')
  expect(head).toMatch(
    /<meta property="og:description" content="Oct 20, 2025, 09:54 → 10:11 UTC\. Courier’s outage lasted 17m/,
  )
  expect(head).toMatch(new RegExp(`<link rel="canonical" href="[^"]+${path}"`))
  expect(head).toContain('<meta property="article:published_time" content="2025-10-20T09:54:00.000Z"/>')
})
