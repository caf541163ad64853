import { expect, test } from '../support/browser.ts'
import { ADMIN, type AdminSite, startAdminSite } from '../support/page/admin-site.ts'
import { expectFit } from '../support/page/fit.ts'
import { signInWithoutForm } from '../support/page/sign-in.ts'
import { visitorAt } from '../support/page/visitor.ts'
import { serveStatuspage, statuspageIncident } from '../support/platforms/statuspage.ts'
import type { RunningSite } from '../support/site.ts'
import type { VendorServer } from '../support/vendor-server.ts'

let site: RunningSite
let vendor: VendorServer
let stop: AdminSite['stop'] | undefined

// One site as it comes: with the sample and nothing else.
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  ;({ site, vendor, stop } = await startAdminSite({ SAMPLE: 'on' }))
})

test.afterAll(async () => await stop?.())

const answers = serveStatuspage([1, 2, 3].map((n) => statuspageIncident(n)))

test('a new admin comes from the front page to the first live vendor in five clicks', async ({ page }) => {
  vendor.answer(answers)
  await page.goto(site.url)
  await page.getByRole('link', { name: 'choose vendors from the catalogue' }).click()
  await page.getByLabel('E-mail address').fill(ADMIN.email)
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Add by address' }).click()
  await page.getByLabel(/Address of the status page/).fill(vendor.url)
  await page.getByRole('button', { name: 'Check' }).click()
  await expect(page.getByText('it lists 3 incidents, from')).toBeFocused({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Save and read' }).click()
  await expect(page.getByRole('heading', { name: 'Acme', level: 1 })).toBeVisible()
  await expect(page.getByRole('status')).toContainText('Acme added')
  // By the poll or by the back-fill, whichever comes first to each.
  await expect(page.getByText(/· 3 incidents ·/)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Reading now')).toHaveCount(0, { timeout: 60_000 })
  // What was done is still said after the page has come again by itself.
  await expect(page.getByRole('status')).toContainText('Acme added')
  await expectFit(page)
})

test('the overview names the steps that are left', async ({ page }) => {
  await signInWithoutForm(page, site.url, ADMIN)
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
})

const MEANS = ['by pointer', 'by keys', 'without script'] as const
const WIDTHS = [390, 1280]
/** Each walk adds a vendor on a host of its own, with a name of its own. */
const HOSTS = MEANS.flatMap((_, means) => WIDTHS.map((_, width) => `127.0.0.${2 + means * WIDTHS.length + width}`))

for (const [index, means] of MEANS.entries()) {
  test.describe(means, () => {
    test.use({ javaScriptEnabled: means !== 'without script' })

    test('a vendor is added by its address in four actions', async ({ page: first, context }) => {
      vendor.answer((path, from) => {
        const answer = answers(path)
        return answer && { ...answer, body: String(answer.body).replaceAll('"Acme"', `"Acme ${from}"`) }
      })
      await signInWithoutForm(first, site.url, ADMIN)
      for (const [nth, width] of WIDTHS.entries()) {
        const host = HOSTS[index * WIDTHS.length + nth] ?? ''
        // A page of its own: while a vendor is read, its page reloads by itself.
        const page = await context.newPage()
        await page.setViewportSize({ width, height: 844 })
        await page.goto(site.url)
        const visitor = visitorAt(page, means === 'by keys' ? 'keys' : 'mouse')
        await visitor.press(page.getByRole('link', { name: 'Admin', exact: true }))
        await visitor.press(page.getByRole('link', { name: 'enter the URL of a status page' }))
        await visitor.send(page.getByLabel(/Address of the status page/), vendor.url.replace('127.0.0.1', host))
        await visitor.press(page.getByRole('button', { name: 'Save and read' }))
        await expect(page.getByRole('heading', { name: `Acme ${host}`, level: 1 })).toBeVisible()
        await expect(page.getByRole('status')).toContainText(`Acme ${host} added`)
        expect(visitor.actions(), 'actions').toBeLessThanOrEqual(4)
        // Not waited for: a browser on a busy machine once took more than three minutes to say that it was closed.
        page.close().catch(() => {})
      }
    })
  })
}

test('the steps that are left can be dismissed', async ({ page }) => {
  await signInWithoutForm(page, site.url, ADMIN)
  await page.goto(`${site.url}/admin`)
  await page.getByRole('button', { name: 'Don’t show these again' }).click()
  await expect(page.getByRole('heading', { name: 'First steps' })).toHaveCount(0)
})

test('the sample is removed after its consequences are named', async ({ page }) => {
  await signInWithoutForm(page, site.url, ADMIN)
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
  expect(vendors.map(({ slug }) => slug)).toEqual(['acme', ...HOSTS.map((host) => `acme-${host.replaceAll('.', '-')}`)])
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a slow site shows that it is being read, and then the result by itself', async ({ page }) => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    vendor.answer(async (path) => {
      await released
      return answers(path)
    })
    await signInWithoutForm(page, site.url, ADMIN)
    await page.goto(`${site.url}/admin/vendors/new`)
    await page.getByLabel(/Address of the status page/).fill(vendor.url)
    await page.getByRole('button', { name: 'Check' }).click()
    await expect(page.getByRole('status')).toContainText(`Reading ${vendor.url}`)
    release()
    await expect(page.getByText('it lists 3 incidents, from')).toBeVisible({ timeout: 60_000 })
  })
})
