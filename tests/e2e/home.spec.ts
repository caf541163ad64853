import { expect, ON_PHONE_TOO, test } from '#tests/support/browser.ts'
import { statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { addVendor } from '#tests/support/pushed-vendor.ts'

test('answers who has a problem before anything else', ON_PHONE_TOO, async ({ page, request, site }) => {
  // Of the sample nobody has been checked recently.
  await addVendor(request, site, 'Steady', [statuspageIncident(1)])
  await page.goto('/')
  await expect(page.getByRole('main').getByRole('paragraph').first()).toHaveText(
    /vendors .*outage|outage .*vendors? checked recently/,
  )
  await expect(page.getByRole('row', { name: /Courier/ })).toContainText(/Unknown|Up/)
})

test('narrows the table as one types', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('Vendor', { exact: true }).pressSequentially('work')
  await expect(page.getByRole('row', { name: /WorkOS/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /Courier/ })).toBeHidden()
  await expect(page.getByRole('status')).toHaveText('1 shown')
})

test('forgives a misspelt name, as one types and in the address', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('Vendor', { exact: true }).pressSequentially('couriar')
  await expect(page.getByRole('row', { name: /Courier/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /WorkOS/ })).toBeHidden()
  await page.goto('/?q=couriar')
  await expect(page.getByRole('row', { name: /Courier/ })).toBeVisible()
})

test('a list that is longer than the page asks the server as one types', async ({ page }) => {
  // The page of a list of hundreds, with the vendors of this one: the field asks for rows instead of hiding them.
  await page.route('/', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace('data-finds="vendors"', 'data-asks="vendor-list"')
    await route.fulfill({ response: answer, body })
  })
  await page.goto('/')
  const field = page.getByLabel('Vendor', { exact: true })
  await page.getByLabel('Courier: in my stack').check()
  await field.pressSequentially('couriar')
  await expect(page.getByRole('row', { name: /WorkOS/ })).toHaveCount(0)
  // The row is a new one, and has its tick.
  await expect(page.getByLabel('Courier: in my stack')).toBeChecked()
  await expect(page.getByRole('status')).toHaveText('1 shown')
  await expect(field).toHaveValue('couriar')
  await expect(page).toHaveURL('/')
  await field.fill('')
  await expect(page.getByRole('row', { name: /WorkOS/ })).toBeVisible()
})

test('is sorted by the head of a column', ON_PHONE_TOO, async ({ page }) => {
  await page.goto('/?q=o')
  await page.getByRole('link', { name: 'Sort by Downtime' }).click()
  await expect(page).toHaveURL('/?q=o&sort=downtime')
  await expect(page.getByRole('columnheader', { name: 'Downtime' })).toHaveAttribute('aria-sort', 'descending')
})

test('announces the feed of all vendors', async ({ page }) => {
  await page.goto('/')
  await expect(page.locator('link[rel="alternate"][type="application/atom+xml"]')).toHaveAttribute(
    'href',
    /\/feed\.atom$/,
  )
  await expect(page.getByRole('link', { name: 'Subscribe' })).toBeVisible()
})

test('leads to a vendor', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: 'Courier' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Courier outage history')
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the same is a form', async ({ page }) => {
    await page.goto('/')
    await page.getByLabel('Vendor', { exact: true }).fill('work')
    await page.getByLabel('Sort by').selectOption('Downtime')
    await page.getByRole('button', { name: 'Apply' }).click()
    await expect(page).toHaveURL(/[?&]q=work&.*sort=downtime/)
    await expect(page.getByRole('row', { name: /WorkOS/ })).toBeVisible()
    await expect(page.getByRole('row', { name: /Courier/ })).toBeHidden()
  })

  test('what matches nothing leads back', async ({ page }) => {
    await page.goto('/?q=no-such-vendor')
    await page.getByRole('link', { name: /Show all/ }).click()
    await expect(page.getByRole('row', { name: /Courier/ })).toBeVisible()
  })
})

test('a search that finds a vendor only says that no incident matches', async ({ page }) => {
  await page.goto('/search?q=couriar+delay')
  const main = page.getByRole('main')
  await expect(main.getByRole('link', { name: 'Courier', exact: true })).toBeVisible()
  await expect(main).toContainText('No results. No incident on record matches all of this.')
})

test('a search is narrowed by the fields beside it', async ({ page }) => {
  await page.goto('/search?q=outage')
  const main = page.getByRole('main')
  await main.getByLabel('Vendor', { exact: true }).fill('Courier')
  await main.getByRole('button', { name: 'Search' }).click()
  await expect(page).toHaveURL(/vendor=Courier/)
  await expect(main).toContainText('Searched for: Courier, with the words “outage”')
  const results = main.getByRole('listitem')
  await expect(results.first()).toContainText('Courier: ')
  await expect(results.filter({ hasNotText: 'Courier: ' })).toHaveCount(0)
  await page.goto('/search?q=outage&vendor=nobody')
  await expect(main.getByRole('alert')).toHaveText('There is no vendor “nobody”.')
})

test('names are drawn in the letters that they are written in', async ({ page }) => {
  await page.goto('/')
  const name = page.getByRole('link', { name: 'Courier', exact: true })
  // The feature by which the font makes a sign of multiplication of the x in 8x8.
  await expect(name).toHaveCSS('font-feature-settings', /"calt" 0/)
})
