import type { Page } from '@playwright/test'
import { type Receiver, startReceiver } from '../support/alerts/receiver.ts'
import { expect, test } from '../support/browser.ts'
import { ADMIN } from '../support/page/admin-site.ts'
import { expectFit } from '../support/page/fit.ts'
import { signInWithoutForm } from '../support/page/sign-in.ts'
import { visitorAt } from '../support/page/visitor.ts'
import { type RunningSite, startSite } from '../support/site.ts'

const SECRET_PATH = '/services/T0/B0/not-to-be-shown'
let site: RunningSite
let receiver: Receiver

// One site, whose admin sets up alerts in one test and looks at them in the next.
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  receiver = await startReceiver()
  const env = { ADMIN_PASSWORD: ADMIN.password, ALERT_ALLOW_CIDRS: '127.0.0.0/8', SAMPLE: 'on', WORKER: 'on' }
  site = await startSite({ env })
})

test.afterAll(async () => {
  await site?.stop()
  await receiver.close()
})

/** No page may show what is kept of an address. */
async function expectNoSecret(page: Page): Promise<void> {
  expect(await page.content()).not.toContain('not-to-be-shown')
}

test('a new admin gets a first message in Slack’s form in seven actions, signing in included', async ({ page }) => {
  const admin = visitorAt(page, 'mouse')
  await page.goto(`${site.url}/admin`)
  await admin.type(page.getByLabel('E-mail address'), ADMIN.email)
  await admin.send(page.getByLabel('Password'), ADMIN.password)
  await admin.press(page.getByRole('link', { name: 'Alerts', exact: true }))
  await admin.press(page.getByRole('link', { name: 'Add or change targets' }))
  await admin.press(page.getByRole('link', { name: 'Slack', exact: true }))
  await admin.type(page.getByLabel('Name'), '#ops')
  await admin.send(page.getByLabel('Address'), `${receiver.url}${SECRET_PATH}`)
  await expect(page.getByText('#ops added.')).toBeVisible()
  await expect.poll(() => receiver.requests.length).toBe(1)
  expect(admin.actions()).toBeLessThanOrEqual(7)
  const [{ path, body } = { path: '', body: '{}' }] = receiver.requests
  expect(path).toBe(SECRET_PATH)
  expect(JSON.parse(body)).toMatchObject({ text: expect.any(String), blocks: expect.any(Array) })

  await expect
    .poll(async () => {
      await page.reload()
      return await page.getByRole('table', { name: 'Deliveries' }).textContent()
    })
    .toContain('delivered')
  await expectNoSecret(page)
  await expectFit(page)
  await page.getByRole('table', { name: 'Deliveries' }).getByRole('link').click()
  await expect(page.getByRole('button', { name: 'Send again' })).toBeVisible()
  await expectNoSecret(page)
  await expectFit(page, { colours: false })
})

test('a rule says what it would have sent; a viewer sees it, and changes nothing', async ({ page }) => {
  await signInWithoutForm(page, site.url, ADMIN)
  await page.goto(`${site.url}/admin/alerts`)
  await expectFit(page)
  await page.getByLabel('Name').fill('Courier, for operations')
  await page.getByRole('textbox', { name: 'Vendors' }).fill('no-such-vendor')
  await page.getByRole('button', { name: 'Create rule' }).click()
  await expect(page.getByText('There is no vendor "no-such-vendor".')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Courier, for operations')
  await page.getByRole('textbox', { name: 'Vendors' }).fill('courier')
  await page.getByRole('button', { name: 'Create rule' }).click()
  await expect(page.getByText('The rule is created.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Dry run' })).toBeVisible()
  await expect(page.getByText(/^It would have (?:sent nothing|reported)/)).toBeVisible()
  await expect(page.getByText('to #ops')).toBeVisible()
  await expectFit(page)
  const rule = page.url()

  await page.goto(`${site.url}/admin/people`)
  await page.getByLabel('E-mail address').fill('viewer@example.com')
  await page.getByLabel('Role').selectOption('Viewer')
  await page.getByRole('button', { name: 'Create link' }).click()
  const link = await page.getByRole('status').filter({ hasText: 'Send this link' }).getByRole('code').textContent()
  await page.context().clearCookies()
  await page.goto(link ?? '')
  await page.getByLabel('Password', { exact: true }).fill('a password that is long')
  await page.getByLabel('Repeat the password').fill('a password that is long')
  await page.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  const seen: [string, string][] = [
    [`${site.url}/admin/alerts`, 'Courier, for operations'],
    [rule, 'Dry run'],
    [`${site.url}/admin/alerts/targets`, '#ops'],
    [`${site.url}/admin/alerts/targets/1`, 'delivered'],
    [`${site.url}/admin/alerts/deliveries/1`, 'accepted'],
  ]
  for (const [address, text] of seen) {
    await page.goto(address)
    await expect(page.getByRole('main')).toContainText(text)
    await expect(page.getByRole('main').locator('form[method="post"]:not([data-own])')).toHaveCount(0)
    await expectNoSecret(page)
  }
  const refused = await page.request.post(`${site.url}/admin/alerts/targets/1/change`, {
    form: { form: 'pause' },
    headers: { origin: site.url },
    maxRedirects: 0,
  })
  expect(refused.status()).toBe(403)
})
