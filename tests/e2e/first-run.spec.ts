import { expect, test } from '../support/browser.ts'
import { expectFit } from '../support/page/fit.ts'
import { signInWithoutForm } from '../support/page/sign-in.ts'
import { serveStatuspage, statuspageIncident } from '../support/platforms/statuspage.ts'
import { type RunningSite, startSite } from '../support/site.ts'
import { startVendorServer, type VendorServer } from '../support/vendor-server.ts'

const account = { email: 'admin@localhost', password: 'the first of many' }

let site: RunningSite
let vendor: VendorServer

// One site as it comes: with the sample and nothing else.
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  vendor = await startVendorServer()
  site = await startSite({
    env: {
      ADMIN_PASSWORD: account.password,
      FETCH_ALLOW_CIDRS: '127.0.0.0/8',
      BACKFILL_SPACING_MS: '0',
      SAMPLE: 'on',
      WORKER: 'on',
    },
  })
})

test.afterAll(async () => {
  await site?.stop()
  await vendor?.close()
})

const answers = serveStatuspage([1, 2, 3].map((n) => statuspageIncident(n)))

test('a new admin comes from the front page to the first live vendor in five clicks', async ({ page }) => {
  vendor.answer(answers)
  await page.goto(site.url)
  await page.getByRole('link', { name: 'choose vendors from the catalogue' }).click()
  await page.getByLabel('E-mail address').fill(account.email)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Add by address' }).click()
  await page.getByLabel(/Address of the status page/).fill(vendor.url)
  await page.getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText('it lists 3 incidents, from')).toBeFocused({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Save and read' }).click()
  await expect(page.getByRole('heading', { name: 'Acme', level: 1 })).toBeVisible()
  await expect(page.getByRole('status')).toContainText('Acme added')
  await expect(page.getByText('3 created').first()).toBeVisible({ timeout: 60_000 })
  // What was said at the start is not said any more when it is over.
  await expect(page.getByText('Reading now')).toHaveCount(0, { timeout: 60_000 })
  await expect(page.getByText('Reading has started')).toHaveCount(0)
  await expectFit(page)
})

test('the overview names the steps that are left, until they are dismissed', async ({ page }) => {
  await signInWithoutForm(page, site.url, account)
  await page.goto(`${site.url}/admin`)
  const steps = page.locator('section').filter({ has: page.getByRole('heading', { name: 'First steps' }) })
  await expect(steps.getByRole('listitem')).toHaveText([
    /^Done.*Choose the vendors/,
    /^Done.*1 of 1 status page read/,
    /^Done.*PUBLIC_URL/,
    /^To do.*Invite somebody/,
  ])
  await expect(page.getByRole('button', { name: /Read the real pages of these \d+/ })).toBeVisible()
  await expectFit(page)
  await steps.getByRole('button', { name: 'Don’t show these again' }).click()
  await expect(steps).toHaveCount(0)
})

test('the sample is removed after its consequences are named', async ({ page }) => {
  await signInWithoutForm(page, site.url, account)
  await page.goto(`${site.url}/admin`)
  await page.getByRole('link', { name: 'Remove the sample…' }).click()
  await expect(page.getByText(/vendors with nothing but the sample are deleted too: .*Courier/)).toBeVisible()
  await expectFit(page)
  await page.getByLabel('Type sample to confirm').fill('sample')
  await page.getByRole('button', { name: 'Remove the sample' }).click()
  await expect(page.getByRole('status')).toContainText('Sample removed')
  await expect(page.getByRole('link', { name: 'Remove the sample…' })).toHaveCount(0)
  const { vendors } = (await (await page.request.get(`${site.url}/api/v1/vendors`)).json()) as {
    vendors: { slug: string }[]
  }
  expect(vendors.map(({ slug }) => slug)).toEqual(['acme'])
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a slow site shows that it is being read, and then the result by itself', async ({ page }) => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    vendor.answer(async (path) => {
      await released
      return answers(path)
    })
    await signInWithoutForm(page, site.url, account)
    await page.goto(`${site.url}/admin/vendors/new`)
    await page.getByLabel(/Address of the status page/).fill(vendor.url)
    await page.getByRole('button', { name: 'Check' }).click()
    await expect(page.getByRole('status')).toContainText(`Reading ${vendor.url}`, { timeout: 15_000 })
    release()
    await expect(page.getByText('it lists 3 incidents, from')).toBeVisible({ timeout: 30_000 })
  })
})
