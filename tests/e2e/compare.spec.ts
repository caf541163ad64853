import { expect, ON_PHONE_TOO, test } from '#tests/support/browser.ts'

test('answers which of two vendors posted less, and over what time', async ({ page }) => {
  await page.goto('/compare?vendors=courier,workos')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Courier and WorkOS compared')
  await expect(page.getByRole('main').getByRole('paragraph').first()).toHaveText(
    /^Over the [\d.]+ months known for both, Courier posted less downtime: .+ against WorkOS’s .+\.$/,
  )
})

test('does not weigh by impact those who give none', async ({ page }) => {
  await page.goto('/compare?vendors=courier,github&impact=major')
  await expect(page.getByRole('main').getByRole('paragraph').first()).toHaveText(
    /^Courier gave no impact to \d+ outages .+, so they can’t be compared by impact\.$/,
  )
  await expect(page.getByRole('row', { name: /^Left out: no impact rating [1-9]\d* \d+$/ })).toBeVisible()
})

test('holds months against a percentage without judging', ON_PHONE_TOO, async ({ page }) => {
  await page.goto('/compare?vendors=courier,workos&target=99.9')
  await expect(page.getByText('This compares posted downtime only.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Months against 99.9%' }).getByRole('row').nth(1)).toBeVisible()
})

test('says what is wrong with an address', async ({ page }) => {
  await page.goto('/compare?vendors=a,b,c,d,e,f')
  await expect(page.getByRole('main').getByRole('alert')).toHaveText('vendors: 6 given; the limit is 5.')
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('vendors are chosen in a form, which leads to an address to be sent on', async ({ page }) => {
    await page.goto('/compare')
    await page.getByLabel('Courier').check()
    await page.getByLabel('WorkOS').check()
    await page.getByLabel('Window').selectOption('All on record')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page).toHaveURL('/compare?vendors=courier,workos&window=all')
    await page.getByRole('checkbox', { name: 'Courier' }).uncheck()
    await page.getByLabel(/^Find vendors/).fill('github')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page).toHaveURL('/compare?vendors=workos,github&window=all')
  })
})
