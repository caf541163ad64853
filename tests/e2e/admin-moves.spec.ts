import type { Page } from '@playwright/test'
import { expect, test } from '../support/browser.ts'
import { ADMIN, type AdminSite, startAdminSite } from '../support/page/admin-site.ts'
import { expectFit } from '../support/page/fit.ts'
import { signInWithoutForm } from '../support/page/sign-in.ts'
import { serveCstate } from '../support/platforms/cstate.ts'
import { serveStatuspage, statuspageIncident } from '../support/platforms/statuspage.ts'
import type { RunningSite } from '../support/site.ts'
import type { VendorServer } from '../support/vendor-server.ts'

const incidents = Array.from({ length: 8 }, (_, index) => statuspageIncident(index + 1))

let site: RunningSite
let vendor: VendorServer
let stop: AdminSite['stop'] | undefined
let elsewhere: string

// They follow each other on one site.
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  ;({ site, vendor, stop } = await startAdminSite())
  elsewhere = vendor.url.replace('127.0.0.1', '127.0.0.2')
})

test.afterAll(async () => await stop?.())

async function call(method: string, path: string, data?: object) {
  const answer = await fetch(`${site.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
    ...(data && { body: JSON.stringify(data) }),
  })
  return answer.status === 204 ? null : await answer.json()
}

async function ended(run: string) {
  await expect.poll(async () => (await call('GET', `runs/${run}`)).finishedAt, { timeout: 60_000 }).not.toBeNull()
  return await call('GET', `runs/${run}`)
}

/** A vendor with one Statuspage that has been read. */
async function aVendor(slug: string, url = vendor.url): Promise<void> {
  await call('POST', 'vendors', {
    slug,
    name: slug.toUpperCase(),
    websiteUrl: null,
    sources: [{ platform: 'statuspage', url }],
  })
  const { runs } = await call('POST', `vendors/${slug}/ingest`)
  await ended(runs[0].id)
}

async function signIn(page: Page, path: string): Promise<void> {
  await signInWithoutForm(page, site.url, ADMIN)
  await page.goto(`${site.url}${path}`)
}

const figures = async (slug: string) => {
  const { history } = await call('GET', `vendors/${slug}`)
  return [history.incidentCount, history.downtimeSeconds]
}

test('a vendor that has moved to another platform: seen, examined, moved, turned round', async ({ page }) => {
  vendor.answer((path, host) => (host === '127.0.0.1' ? serveStatuspage(incidents)(path) : null))
  await aVendor('mover')
  expect(await figures('mover')).toEqual([8, 8 * 1800])
  const { incidents: old } = await call('GET', 'vendors/mover/incidents?window=all')
  const permalink = old.find(({ title }: { title: string }) => title === 'Incident 5').permalink as string

  // The old page leads to the new one, which knows seven of the eight and has two more.
  const moved = [...incidents.slice(1), statuspageIncident(20), statuspageIncident(21)]
  vendor.answer((path, host) =>
    host === '127.0.0.1'
      ? { status: 301, headers: { location: `${elsewhere}${path}` } }
      : serveCstate(elsewhere, moved)(path),
  )
  for (let times = 0; times < 3; times++) {
    const { runs } = await call('POST', 'vendors/mover/ingest')
    await ended(runs[0].id)
  }

  await test.step('the overview says so, and one click begins', async () => {
    await signIn(page, '/admin')
    await page.getByRole('link', { name: /MOVER .* seems to have moved/ }).click()
    await expect(page.getByRole('heading', { name: 'Move source', level: 1 })).toBeVisible()
    await expect(page.getByLabel('Status page URL')).not.toHaveValue('')
    await expectFit(page)
    await page.getByLabel('Status page URL').fill(elsewhere)
    await page.getByRole('button', { name: 'Check' }).click()
  })

  await test.step('what matches is shown before anything is written', async () => {
    await expect(page.getByText('7 incidents matched; 1 only on the old page; 2 only on the new page')).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByText('cState', { exact: true })).toBeVisible()
    await expectFit(page)
    expect((await call('GET', 'vendors/mover/sources')).sources).toHaveLength(1)
    expect(await figures('mover')).toEqual([8, 8 * 1800])
  })

  await test.step('moved: everything counts once, and the old permalink leads to the new one', async () => {
    await page.getByRole('button', { name: 'Move and read' }).click()
    await expect(page.getByRole('heading', { name: 'Updated' })).toBeVisible({ timeout: 60_000 })
    expect(await figures('mover')).toEqual([10, 10 * 1800])
    const answer = await fetch(permalink, { redirect: 'manual' })
    expect(answer.status).toBe(308)
    await page.goto(permalink)
    await expect(page.getByRole('heading', { name: 'Incident 5', level: 1 })).toBeVisible()
    expect(page.url()).not.toBe(permalink)
    const only = old.find(({ title }: { title: string }) => title === 'Incident 1').permalink
    expect((await fetch(only, { redirect: 'manual' })).status).toBe(200)
  })

  await test.step('turned round: the old source speaks again', async () => {
    await page.goto(`${site.url}/admin/vendors/mover`)
    await page.getByRole('link', { name: 'Undo the move…' }).click()
    await expectFit(page)
    await page.getByRole('button', { name: 'Undo the move' }).click()
    await expect(page.getByRole('status')).toContainText('Move undone')
    expect(await figures('mover')).toEqual([10, 10 * 1800])
    expect((await fetch(permalink, { redirect: 'manual' })).status).toBe(200)
  })
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('two vendors are merged in words, a source deleted in words', async ({ page }) => {
    vendor.answer(serveStatuspage(incidents))
    await aVendor('twice')
    await aVendor('twice-again')
    const { incidents: before } = await call('GET', 'vendors/twice-again/incidents?window=all')
    await signIn(page, '/admin/vendors/twice-again')
    await page.getByRole('heading', { name: 'Pause or merge' }).click()
    await page.getByRole('link', { name: 'Merge into another vendor…' }).click()
    await page.getByLabel('Vendor', { exact: true }).selectOption('twice')
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByText('1 source, 8 incidents, 16 updates')).toBeVisible()
    await expect(page.getByText('Both read statuspage:')).toBeVisible()
    await page.getByLabel('Type twice-again to confirm').fill('twice')
    await page.getByRole('button', { name: 'Merge TWICE-AGAIN into TWICE' }).click()
    await expect(page.getByText('type "twice-again" exactly')).toBeVisible()
    await page.getByLabel('Type twice-again to confirm').fill('twice-again')
    await page.getByRole('button', { name: 'Merge TWICE-AGAIN into TWICE' }).click()
    await expect(page.getByRole('status')).toContainText('twice-again is now part of this vendor')
    expect(await figures('twice')).toEqual([8, 8 * 1800])
    for (const url of [`${site.url}/vendors/twice-again`, before[0].permalink]) {
      const answer = await fetch(url, { redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')?.includes('/vendors/twice')]).toEqual([308, true])
    }

    await page.getByRole('link', { name: 'Delete…' }).last().click()
    await expect(page.getByText('those of incidents that another source also lists will lead there')).toBeVisible()
    const key = `twice-again/statuspage:${new URL(vendor.url).host}`
    await page.getByLabel(`Type ${key} to confirm`).fill('no')
    await page.getByRole('button', { name: 'Delete source' }).click()
    await expect(page.getByText(`type "${key}" exactly`)).toBeVisible()
    await page.getByLabel(`Type ${key} to confirm`).fill(key)
    await page.getByRole('button', { name: 'Delete source' }).click()
    await expect(page.getByRole('status')).toContainText('Source deleted')
    await page.goto(before[0].permalink)
    await expect(page).toHaveURL(/\/vendors\/twice\/incidents\//)
  })
})

test('all vendors are replayed as a dry run, which shows whose figures would move, and then for real', async ({
  page,
}) => {
  vendor.answer(serveStatuspage(incidents))
  await aVendor('every')
  await signIn(page, '/admin')
  const reads = page.locator('form[action="/admin/ingest"]')
  await reads.getByRole('button', { name: 'Dry-run replay' }).click()
  await expect(page.getByRole('heading', { name: 'Replay of all vendors, dry run' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Apply' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('None would change.')).toBeVisible()
  await expectFit(page)
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('heading', { name: 'Replay of all vendors', exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Finished' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('This batch applied a dry run.')).toBeVisible()
})
