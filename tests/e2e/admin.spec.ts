import type { Page } from '@playwright/test'
import { expect, test } from '../support/browser.ts'
import { combinationsOf } from '../support/combinations.ts'
import { ADMIN, type AdminSite, startAdminSite } from '../support/page/admin-site.ts'
import { expectFit } from '../support/page/fit.ts'
import { signInWithoutForm } from '../support/page/sign-in.ts'
import { serveStatuspage, statuspageIncident } from '../support/platforms/statuspage.ts'
import type { RunningSite } from '../support/site.ts'
import type { VendorServer } from '../support/vendor-server.ts'

let site: RunningSite
let vendor: VendorServer
let stop: AdminSite['stop'] | undefined

// One site: a fresh install, whose admin adds a vendor on this machine.
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  ;({ site, vendor, stop } = await startAdminSite())
})

test.afterAll(async () => await stop?.())

const incidents = (over: Record<number, object> = {}) =>
  Array.from({ length: 60 }, (_, index) => statuspageIncident(index + 1, over[index + 1]))

/** Lets go of the vendor's answers that are held up. */
let release = () => {}

/** The vendor takes its time over the history's second half: there is a middle to be looked at. */
function heldUp(serve: ReturnType<typeof serveStatuspage>) {
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  return async (path: string) => {
    if (/^\/api\/v2\/incidents\/inc0000000[0-2]/.test(path)) await released
    return serve(path)
  }
}

/** Where the incident of this title stands publicly. */
async function permalinkOf(page: Page, title: string): Promise<string> {
  const answer = await page.request.get(`${site.url}/api/v1/search?q=${encodeURIComponent(`"${title}"`)}`)
  const { incidents } = (await answer.json()) as { incidents: { title: string; permalink: string }[] }
  return incidents.find((incident) => incident.title === title)?.permalink ?? ''
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail address').fill(ADMIN.email)
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const session = async (page: Page) =>
  (await page.context().cookies()).find(({ name }) => name.endsWith('session_token'))?.value ?? ''

test('an admin adds a vendor, reads it again, corrects it and leaves', async ({ page }) => {
  vendor.answer(serveStatuspage(incidents()))
  const bareHost = vendor.url.replace('http://', '')

  await test.step('sign in, and come to the page that was asked for', async () => {
    await page.goto(`${site.url}/admin/vendors/new`)
    await expect(page).toHaveURL(/\/admin\/sign-in\?next=/)
    await page.getByLabel('E-mail address').fill(ADMIN.email)
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'No account' })).toBeVisible()
    await expect(page.getByLabel('E-mail address')).toHaveValue(ADMIN.email)
    await signIn(page)
    await expect(page.getByRole('heading', { name: 'Add a vendor', level: 1 })).toBeVisible()
  })

  await test.step('paste the bare host: what it is, and its incidents as they would appear', async () => {
    await page.getByLabel(/Address of the status page/).fill(bareHost)
    await page.getByRole('button', { name: 'Check' }).click()
    await expect(page.getByText('Statuspage', { exact: false }).first()).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('Incident 60')).toBeVisible()
    const found = page.getByText(/it lists 50 incidents, from .* to .*2025/)
    await expect(found).toBeFocused()
    await expectFit(page)
  })

  await test.step('save, and see it read: the newest, and then the whole history', async () => {
    vendor.answer(heldUp(serveStatuspage(incidents())))
    // The name comes from the page: nothing is left to fill in.
    await expect(page.getByLabel('Name')).toHaveValue('Acme')
    await page.getByRole('button', { name: 'Save and read' }).click()
    await expect(page.getByRole('status')).toContainText('Acme added')
    // The first reading and the back-fill are seen where one lands, on the overview too.
    const backfill = page.getByRole('listitem').filter({ hasText: 'Acme · Back-fill' })
    await expect(backfill).toContainText(/\d+ of \d+ addresses known so far/, { timeout: 60_000 })
    await page.goto(`${site.url}/admin`)
    await expect(page.getByText('1 of 1 status page read')).toBeVisible()
    await expect(backfill).toContainText(/\d+ of \d+ addresses known so far/)
    await expectFit(page)
    await page.goto(`${site.url}/admin/runs?vendor=acme&mode=poll`)
    await expect(page.getByText('50 created').first()).toBeVisible()
    await page.goto(`${site.url}/admin`)
    await backfill.getByRole('link').click()
    await expect(page.locator('[aria-live=polite]')).toContainText(/\d+ of \d+ addresses known so far, \d+ a minute/)
    // A second click while it works shows the one that works.
    const address = new URL(page.url()).pathname
    await page.goto(`${site.url}/admin/vendors/acme`)
    await page.getByRole('button', { name: 'Back-fill' }).first().click()
    await expect(page.locator('[aria-live=polite]')).toBeVisible()
    expect(new URL(page.url()).pathname).toBe(address)
    release()
    await expect(page.getByRole('heading', { name: 'Updated' })).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('10 created').first()).toBeVisible()
    await page.getByRole('link', { name: 'Public page' }).click()
    await expect(page.getByRole('heading', { name: 'Acme outage history' })).toBeVisible()
    await expect(page.getByText(/Acme had 60 outages .* totaling 30h 0m of downtime/)).toBeVisible()
  })

  await test.step('dry-run what the vendor edited, read the difference, and apply it', async () => {
    const [update, ...rest] = statuspageIncident(60).incident_updates
    vendor.answer(
      serveStatuspage(incidents({ 60: { incident_updates: [{ ...update, body: 'It was the cable.' }, ...rest] } })),
    )
    await page.goto(`${site.url}/admin/vendors/acme`)
    await page.getByRole('button', { name: 'Dry-run poll' }).first().click()
    await expect(page.getByRole('heading', { name: 'Dry run: would change 1 incident' })).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByRole('heading', { name: 'What the run would change' })).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('It was the cable.')).toBeVisible()
    const permalink = await permalinkOf(page, 'Incident 60')
    expect(await (await page.request.get(permalink)).text()).not.toContain('It was the cable.')
    await page.getByRole('button', { name: 'Apply' }).click()
    await expect(page.getByRole('heading', { name: 'What the run changed' })).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('It was the cable.')).toBeVisible()
    // The dry run stays beside what was applied, and leads here.
    await page.getByRole('link', { name: 'dry run', exact: true }).click()
    await page.getByRole('link', { name: 'This dry run has been applied' }).click()
    await expect(page.getByText('This run applied a dry run')).toBeVisible()
    await page.goto(permalink)
    await expect(page.getByText('It was the cable.')).toBeVisible()
    await expect(page.getByText('Over 60')).toBeVisible()
  })

  await test.step('correct a duration, and see the note and the total', async () => {
    // The links of an admin stand on the public pages, which nobody else is shown.
    const permalink = await permalinkOf(page, 'Incident 60')
    for (const path of [`${site.url}/vendors/acme`, permalink]) {
      expect(await (await fetch(path)).text()).not.toMatch(/Read again|href="\/admin\/incidents|Manage vendor/)
    }
    await page.goto(`${site.url}/vendors/acme`)
    await expect(page.getByRole('button', { name: 'Read again' })).toBeVisible()
    await page.goto(permalink)
    await page.getByRole('link', { name: 'Correct', exact: true }).click()
    await page.getByLabel('End (UTC)').fill('2025-03-01 09:00:00')
    await page.getByLabel('Reason').fill('The postmortem says so.')
    await page.getByRole('button', { name: 'Correct' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'before the start' })).toBeVisible()
    await expect(page.getByLabel('Reason')).toHaveValue('The postmortem says so.')
    await page.getByLabel('End (UTC)').fill('2025-03-01 15:00:00')
    await page.getByRole('button', { name: 'Correct' }).click()
    await expect(page.getByRole('status')).toContainText('Correction saved')
    await page.getByRole('link', { name: 'Permalink' }).click()
    await expect(page.getByText('The postmortem says so.')).toBeVisible()
    await expect(page.getByText('It was the cable.')).toBeVisible()
    await expect(page.getByText('Looking 60')).toBeVisible()
    await expect(page.getByText('5h 0m').first()).toBeVisible()
    await page.goto(`${site.url}/vendors/acme`)
    await expect(page.getByText(/Acme had 60 outages .* totaling 34h 30m of downtime/)).toBeVisible()
  })

  await test.step('find all of it in the log', async () => {
    await page.goto(`${site.url}/admin/audit`)
    for (const action of ['vendor.create', 'ingest.poll', 'run.apply', 'incident.correct']) {
      await expect(page.getByRole('link', { name: action }).first()).toBeVisible()
    }
  })

  await test.step('rename it: the old address leads to the new one', async () => {
    await page.goto(`${site.url}/admin/vendors/acme`)
    await page.getByRole('heading', { name: 'Address' }).click()
    await page.getByLabel('Slug').fill('acme-cloud')
    await page.getByRole('button', { name: 'Rename' }).click()
    await expect(page).toHaveURL(/\/admin\/vendors\/acme-cloud/)
    await page.goto(`${site.url}/vendors/acme`)
    await expect(page).toHaveURL(`${site.url}/vendors/acme-cloud`)
  })

  await test.step('sign out: the old cookie is worthless', async () => {
    await page.goto(`${site.url}/admin`)
    const cookie = await session(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await page.context().addCookies([{ name: 'outage-history.session_token', value: cookie, url: site.url }])
    await page.goto(`${site.url}/admin`)
    await expect(page).toHaveURL(/\/admin\/sign-in/)
  })
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('an admin adds a vendor from a document and deletes it again, in words', async ({ page }) => {
    await page.goto(`${site.url}/admin/vendors/new`)
    await signIn(page)
    const form = page.locator('form', { has: page.getByLabel('Or paste the text') })
    await form.getByLabel('Name').fill('Paper')
    await form.getByLabel('Format', { exact: true }).selectOption('statuspage')
    await form
      .getByLabel('Or paste the text')
      .fill(JSON.stringify({ page: { id: 'p', name: 'Paper' }, incidents: incidents() }))
    await form.getByRole('button', { name: 'Add and read' }).click()
    await expect(async () => {
      await page.reload()
      await expect(page.getByText('60 created').first()).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 60_000 })

    await page.goto(`${site.url}/admin/vendors/paper`)
    await page.getByRole('heading', { name: 'Delete' }).click()
    await page.getByLabel('Type paper to confirm').fill('Paper')
    await page.getByRole('button', { name: 'Delete Paper' }).click()
    await expect(page.getByText('type "paper" exactly')).toBeVisible()
    await page.getByLabel('Type paper to confirm').fill('paper')
    await page.getByRole('button', { name: 'Delete Paper' }).click()
    await expect(page.getByRole('status')).toContainText('paper deleted')
    expect((await page.request.get(`${site.url}/vendors/paper`)).status()).toBe(404)
  })
})

test('every page of the admin area is fit for assistive technology and refuses nothing of its own', async ({
  page,
}) => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|hydrat/i.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${site.url}/admin/sign-in`)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expectFit(page)
  await signIn(page)
  for (const path of [
    '',
    '/vendors',
    '/vendors/new',
    '/catalogue',
    '/catalogue?q=git&category=Code',
    '/catalogue?q=xyzzy',
    '/runs',
    '/quarantine',
    '/audit',
    '/sample/remove',
    '/vendors/acme-cloud',
    '/account',
  ]) {
    const response = await page.goto(`${site.url}/admin${path}`)
    expect(response?.status()).toBe(200)
    expect(response?.headers()['cache-control']).toBe('private, no-store')
    await expectFit(page)
  }
  expect(complaints).toEqual([])
})

test('nobody who is not signed in sees anything of it', async ({ request }) => {
  const pages = [
    '',
    '/vendors',
    '/vendors/new',
    '/vendors/acme',
    '/runs',
    '/runs/x',
    '/quarantine',
    '/audit',
    '/account',
  ]
  const tricks: Record<string, string>[] = [
    {},
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { cookie: 'outage-history.session_token=abc.def' },
    { authorization: 'Bearer undefined' },
  ]
  const requests = combinationsOf({
    path: [...pages, '/incidents', '/incidents/000000000000', '/documents/1', '/documents/1/raw'],
    headers: tricks,
    method: ['GET', 'HEAD', 'POST'],
  })
  for (const { path, headers, method } of requests) {
    const answer = await request.fetch(`${site.url}/admin${path}?_rsc=x`, { method, headers, maxRedirects: 0 })
    const { location = '' } = answer.headers()
    const isClosed = location.startsWith('/admin/sign-in') || [401, 403, 404, 405].includes(answer.status())
    const seen = [path, method, headers, isClosed || `${answer.status()} ${location}`]
    expect(seen).toEqual([path, method, headers, true])
    expect(await answer.text()).not.toContain('Acme')
  }
})

test('Enter in the catalogue adds what is chosen, and examines nobody', async ({ page }) => {
  await signInWithoutForm(page, site.url, ADMIN)
  await page.goto(`${site.url}/admin/catalogue?category=Finance`)
  const form = page.locator('form[method=post]').filter({ has: page.locator('table') })
  await expect(form.getByRole('button', { name: /^Check/ }).first()).toBeVisible()
  expect(await form.locator('button').first().textContent()).toBe('Add selected vendors')
  await page.goto(`${site.url}/admin/catalogue?page=99`)
  await expect(page.getByRole('row').nth(1)).toBeVisible()
})
