import { readFile } from 'node:fs/promises'
import { chromium, type Page } from '@playwright/test'
import { CHROMIUM, CHROMIUM_ARGS } from '#tests/support/processes/chromium.ts'
import { expect, test } from '../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { signInWithoutForm } from '../support/page/sign-in.ts'
import { serveStatuspage, statuspageIncident } from '../support/platforms/statuspage.ts'
import { findFreePort, type RunningSite, startSite } from '../support/site.ts'
import { startVendorServer, type VendorServer } from '../support/vendor-server.ts'

const PASSWORD = 'the first of many'
/** A worker is missed after a minute at most; on a busy machine, what follows takes as long again. */
const PATIENCE = { timeout: 150_000 }

// Each kills something of a site, so they follow each other, in one window size.
test.describe.configure({ mode: 'serial' })

let database: TestDatabase
let vendor: VendorServer
let site: RunningSite
let env: Record<string, string>

test.beforeAll(async ({ isMobile }) => {
  test.skip(isMobile, 'what is killed looks the same on a phone')
  test.skip(process.platform !== 'linux', 'the worker is found in /proc')
  test.setTimeout(300_000)
  vendor = await startVendorServer()
  database = await createTestDatabase()
  env = {
    DATABASE_URL: database.url,
    PORT: String(await findFreePort()),
    ADMIN_TOKEN: 'a-token-of-more-than-32-characters-for-tests',
    ADMIN_PASSWORD: PASSWORD,
    BACKFILL_SPACING_MS: '0',
    FETCH_ALLOW_CIDRS: '127.0.0.0/8',
    WORKER: 'on',
  }
  site = await startSite({ env })
  env = { ...env, DATA_DIR: site.dataDir }
})

test.afterAll(async () => {
  await site?.stop()
  await vendor?.close()
  await database?.drop()
})

async function call(method: string, path: string, data?: object) {
  const answer = await fetch(`${site.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
    ...(data && { body: JSON.stringify(data) }),
  })
  return await answer.json()
}

const answers = serveStatuspage(Array.from({ length: 60 }, (_, index) => statuspageIncident(index + 1)))

/** The vendor keeps the history's older half to itself until it is let go: there is a middle in which to kill. */
function holdUp(): () => void {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  vendor.answer(async (path) => {
    if (/^\/api\/v2\/incidents\/inc0000000[0-2]/.test(path)) await released
    return answers(path)
  })
  return release
}

/** A vendor of 60 incidents whose back-fill is in its middle until it is let go; its page, with an admin before it. */
async function openBackfill(page: Page, slug: string): Promise<{ id: string; release: () => void }> {
  const release = holdUp()
  const sources = [{ platform: 'statuspage', url: vendor.url }]
  await call('POST', 'vendors', { slug, name: slug, websiteUrl: null, sources })
  const { runs } = await call('POST', `vendors/${slug}/ingest?mode=backfill`)
  await openRun(page, runs[0].id)
  await expect(page.getByText(/\d+ of \d+ addresses known so far/)).toBeVisible({ timeout: 60_000 })
  await expect(page.locator('[aria-live=polite]')).toContainText('left')
  return { id: runs[0].id, release }
}

async function openRun(page: Page, id: string): Promise<void> {
  await signInWithoutForm(page, site.url, { email: 'admin@localhost', password: PASSWORD })
  await page.goto(`${site.url}/admin/runs/${id}`)
}

async function workerPid(): Promise<number> {
  const { pid } = site.process
  return Number((await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ')[0])
}

/** The page says by itself that the run has ended well, and nothing is missing, there twice or counted twice. */
async function isWhole(page: Page, slug: string, run: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Updated' })).toBeVisible(PATIENCE)
  expect(await call('GET', `runs/${run}`)).toMatchObject({ state: 'succeeded', created: 60, error: null })
  const { history } = await call('GET', `vendors/${slug}`)
  expect(history).toMatchObject({ incidentCount: 60, downtimeSeconds: 60 * 1800 })
}

test('ten requests at once for one source are one run, which a click while it works shows', async ({ page }) => {
  const { id, release } = await openBackfill(page, 'ten')
  const answers = await Promise.all(Array.from({ length: 10 }, () => call('POST', 'vendors/ten/ingest?mode=backfill')))
  expect(answers.map(({ runs }) => runs.map((run: { id: string }) => run.id))).toEqual(Array(10).fill([id]))
  await page.goto(`${site.url}/admin/vendors/ten`)
  await page.getByRole('button', { name: 'Back-fill' }).first().click()
  await expect(page).toHaveURL(new RegExp(`/admin/runs/${id}`))
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('Cancelled by admin@localhost.')).toBeVisible()
  release()
})

test('killing the browser in the middle of a run changes nothing', async ({ page }) => {
  const server = await chromium.launchServer({ executablePath: CHROMIUM, args: CHROMIUM_ARGS })
  const browser = await chromium.connect(server.wsEndpoint())
  const { id, release } = await openBackfill(await browser.newPage(), 'browser')
  server.process().kill('SIGKILL')
  await openRun(page, id)
  release()
  await isWhole(page, 'browser', id)
})

test('a run whose worker is killed is taken up again, and its page says so by itself', async ({ page }) => {
  const { id, release } = await openBackfill(page, 'worker')
  const killed = await workerPid()
  process.kill(killed, 'SIGKILL')
  release()
  await isWhole(page, 'worker', id)
  expect(await workerPid()).not.toBe(killed)
})

test('a run goes on when the web server is killed, and its page finds out by itself', async ({ page }) => {
  const { id, release } = await openBackfill(page, 'server')
  site.process.kill('SIGKILL')
  await expect.poll(() => site.process.signalCode).toBe('SIGKILL')
  release()
  site = await startSite({ env })
  await isWhole(page, 'server', id)
})
