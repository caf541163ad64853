import { globSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { expect, test } from '../support/browser.ts'
import { isFull } from '../support/full.ts'
import { expectFit } from '../support/page/fit.ts'
import { signInWithoutForm } from '../support/page/sign-in.ts'
import { CLIENT, type OidcIssuer, startOidcIssuer } from '../support/processes/oidc-issuer.ts'
import { type RunningSite, startSite } from '../support/site.ts'

const PASSWORD = 'the first of many'
const ADMIN = 'admin@localhost'
const app = join(import.meta.dirname, '../../app')

let site: RunningSite
let issuer: OidcIssuer

// One site, in which people come and go: the tests follow each other in one process.
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  issuer = await startOidcIssuer()
  site = await startSite({
    env: {
      ADMIN_PASSWORD: PASSWORD,
      TRUST_PROXY: 'on',
      SAMPLE: 'on',
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: 'Example SSO',
      OIDC_VIEWERS: '@staff.example.com',
    },
  })
})

test.afterAll(async () => {
  await site?.stop()
  await issuer?.close()
})

let people = 0

/** Each from an address of their own, which is returned: from one, only ten sign-ins a minute are let in. */
async function comeFromElsewhere(page: Page): Promise<string> {
  people += 1
  const address = `203.0.113.${people}`
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': address })
  return address
}

async function signIn(page: Page, email = ADMIN, password = PASSWORD): Promise<void> {
  const address = await comeFromElsewhere(page)
  await signInWithoutForm(page, site.url, { email, password, address })
}

async function signInByForm(page: Page, email = ADMIN, password = PASSWORD): Promise<void> {
  await comeFromElsewhere(page)
  await page.goto(`${site.url}/admin/sign-in`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
}

/** Somebody else's browser. */
async function withVisitor(browser: Browser, operation: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext()
  try {
    await operation(await context.newPage())
  } finally {
    await context.close()
  }
}

/** Makes an invitation, and returns the link that the page shows once. */
async function invite(page: Page, email: string, role: 'Admin' | 'Viewer'): Promise<string> {
  await page.goto(`${site.url}/admin/people`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Role').selectOption(role)
  await page.getByRole('button', { name: 'Create link' }).click()
  const told = page.getByRole('status').filter({ hasText: 'Send this link' })
  await expect(told).toBeVisible()
  return (await told.getByRole('code').textContent()) ?? ''
}

async function takeUp(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Repeat the password').fill(password)
  await page.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
}

/** The addresses of all pages of the admin area that somebody who is signed in sees, with something in place of each parameter. */
const PAGES = globSync('admin/**/page.tsx', { cwd: app })
  .map((path) => `/${path.replaceAll('\\', '/').replace(/\/?page\.tsx$/, '')}`)
  .filter((path) => !path.startsWith('/admin/sign-in') && !path.startsWith('/admin/join'))

const PARAMS: Record<string, string> = {
  vendor: 'courier',
  run: '00000000-0000-7000-8000-000000000000',
  incident: '000000000000',
  document: '1',
  person: 'x',
}
const fill = (path: string) => path.replace(/\[(\w+)\]/g, (_, name: string) => PARAMS[name] ?? 'x')

test('for somebody signed in, pages come as Next writes them, and behave the same', async ({ page }) => {
  const mistakes: string[] = []
  page.on('pageerror', (error) => mistakes.push(error.message))
  await signIn(page)
  await page.goto(`${site.url}/vendors/courier?asOf=2026-05-28T00:00:00Z`)
  await expect(page.locator('html')).toHaveAttribute('data-hydrated')
  const chart = page.getByRole('group', { name: 'Incidents per month, chart' })
  await chart.hover({ position: { x: 192, y: 100 } })
  await expect(chart).toContainText('February 2025 5')
  await page.getByRole('button', { name: 'Local' }).click()
  await expect(page.getByRole('main')).toContainText('UTC+5:45')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('workos')
  await expect(page.getByRole('option', { name: /^Courier and WorkOS/ })).toBeVisible()
  expect(mistakes).toEqual([])
})

test('an admin invites somebody, who joins, gets another role and is removed', async ({ page, browser, request }) => {
  await signIn(page)
  const link = await invite(page, 'ada@example.com', 'Viewer')
  await expect(page.getByText('does not send invitations by email')).toBeVisible()
  await expect(page.getByText('ada@example.com').first()).toBeVisible()

  await withVisitor(browser, async (ada) => {
    await test.step('what is wrong stands beside its field, and the reader begins there', async () => {
      await ada.goto(link)
      await expect(ada.getByLabel('E-mail address')).toHaveValue('ada@example.com')
      await ada.getByLabel('Password', { exact: true }).fill('a password that is long')
      await ada.getByLabel('Repeat the password').fill('another password')
      await ada.getByRole('button', { name: 'Set password and sign in' }).click()
      await expect(ada.getByLabel('Repeat the password')).toBeFocused()
      await expect(ada.getByLabel('Repeat the password')).toHaveAttribute('aria-invalid', 'true')
      await expect(ada.getByLabel('Repeat the password')).toHaveAccessibleDescription('The passwords do not match.')
    })
    await takeUp(ada, link, 'a password that is long')
    await expect(ada.getByText('You are signed in as a viewer')).toBeVisible()

    await test.step('the link works once', async () => {
      expect(await (await request.get(link)).text()).toContain('This link does not work')
    })

    await test.step('another role, which wants another sign-in', async () => {
      await page.goto(`${site.url}/admin/people`)
      await page.getByRole('link', { name: 'ada@example.com' }).click()
      const role = page.locator('form', { has: page.getByLabel('Role') })
      await role.getByLabel('Role').selectOption('Admin')
      await role.getByLabel('must sign in again').check()
      await role.getByRole('button', { name: 'Change role' }).click()
      await expect(page.getByRole('status')).toContainText('ada@example.com is now admin')
      await ada.goto(`${site.url}/admin/people`)
      await expect(ada).toHaveURL(/\/admin\/sign-in/)
      await signInByForm(ada, 'ada@example.com', 'a password that is long')
      await expect(ada.getByText('You are signed in as a viewer')).toHaveCount(0)
    })

    await test.step('removed, in words', async () => {
      await page.reload()
      await page.getByLabel('Type ada@example.com to confirm').fill('ada')
      await page.getByRole('button', { name: 'Remove ada@example.com' }).click()
      await expect(page.getByLabel('Type ada@example.com to confirm')).toBeFocused()
      await page.getByLabel('Type ada@example.com to confirm').fill('ada@example.com')
      await page.getByRole('button', { name: 'Remove ada@example.com' }).click()
      await expect(page.getByRole('status')).toContainText('ada@example.com removed')
      await ada.goto(`${site.url}/admin`)
      await expect(ada).toHaveURL(/\/admin\/sign-in/)
    })
  })

  await test.step('the last admin stays', async () => {
    await page.getByRole('link', { name: ADMIN }).click()
    await page.getByLabel(`Type ${ADMIN} to confirm`).fill(ADMIN)
    await page.getByRole('button', { name: `Remove ${ADMIN}` }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'is the only admin' })).toBeFocused()
  })

  await test.step('all of it is in the log, which can be filtered and taken away', async () => {
    await page.goto(`${site.url}/admin/audit`)
    await page.getByLabel('Subject').fill('ADA@')
    await page.getByRole('button', { name: 'Show' }).click()
    const entries = page.getByRole('list', { name: 'Changes, newest first' })
    for (const action of ['account.invite', 'account.join', 'account.role', 'account.remove']) {
      await expect(entries.getByRole('link', { name: action, exact: true })).toBeVisible()
    }
    await page.getByLabel('Action', { exact: true }).selectOption('account.role')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(entries.getByRole('listitem')).toHaveCount(1)
    const href = (await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href')) ?? ''
    const csv = await (await page.request.get(site.url + href)).text()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2)
    expect(csv).toContain('"account.role","ada@example.com"')
  })
})

test('an admin makes a token, a program uses it, and it is revoked', async ({ page, request }) => {
  await signIn(page)
  await page.goto(`${site.url}/admin/tokens`)
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Create token' }) })
  await form.getByLabel('Name').fill('<script>')
  await form.getByRole('button', { name: 'Create token' }).click()
  await expect(form.getByLabel('Name')).toBeFocused()
  await expect(form.getByLabel('Name')).toHaveValue('<script>')
  await form.getByLabel('Name').fill('nightly import')
  await form.getByLabel('Scope').selectOption('ingest')
  await form.getByRole('button', { name: 'Create token' }).click()
  const told = page.getByRole('status').filter({ hasText: 'The new token' })
  const token = (await told.getByRole('code').textContent()) ?? ''
  expect(token).toMatch(/^oh_[A-Za-z0-9]{40}$/)
  const headers = { authorization: `Bearer ${token}` }
  const ask = async (method: string, path: string, data?: object) =>
    (await request.fetch(site.url + path, { method, headers, ...(data && { data }) })).status()

  expect(await ask('GET', '/metrics')).toBe(200)
  expect(await ask('POST', '/api/v1/vendors/courier/ingest?mode=replay')).toBe(202)
  expect(await ask('POST', '/api/v1/vendors', { slug: 'x', name: 'X', sources: [] })).toBe(403)
  await page.goto(`${site.url}/admin/tokens`)
  await expect(page.getByText(token)).toHaveCount(0)
  await expect(page.getByText(`${token.slice(0, 8)}…`)).toBeVisible()
  await expect(page.getByText('never used')).toHaveCount(0)
  await page.goto(`${site.url}/admin/audit?actor=token+nightly+import`)
  await expect(page.getByRole('link', { name: 'ingest.replay' })).toBeVisible()

  await page.goto(`${site.url}/admin/tokens`)
  await page.getByLabel('Refuse programs that use nightly import').check()
  await page.getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('status')).toContainText('Token "nightly import" revoked')
  expect(await ask('GET', '/metrics')).toBe(401)
  expect(await ask('POST', '/api/v1/vendors/courier/ingest?mode=replay')).toBe(401)
})

test('somebody sees where they are signed in, and ends it', async ({ page, browser }) => {
  await signIn(page)
  await withVisitor(browser, async (elsewhere) => {
    await signIn(elsewhere)
    await page.goto(`${site.url}/admin/account`)
    await expect(page.getByText('this one')).toHaveCount(1)
    await page.getByRole('button', { name: 'End all other sessions' }).click()
    await expect(page.getByRole('status')).toContainText('All other sessions ended')
    await elsewhere.goto(`${site.url}/admin`)
    await expect(elsewhere).toHaveURL(/\/admin\/sign-in/)
  })
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('status')).toContainText('You are signed out everywhere')
  await page.goto(`${site.url}/admin`)
  await expect(page).toHaveURL(/\/admin\/sign-in/)
})

test('a viewer reads every page, and nothing there offers to change something', async ({ page, browser }) => {
  await signIn(page)
  const link = await invite(page, 'viewer@example.com', 'Viewer')
  await withVisitor(browser, async (viewer) => {
    await takeUp(viewer, link, 'a password that is long')
    await expectFit(viewer)
    let isNotFoundFit = false
    for (const path of PAGES.map(fill)) {
      const answer = await viewer.goto(`${site.url}${path}`)
      await expect(viewer).not.toHaveURL(/\/sign-in/)
      const forms = viewer.locator('form[method="post"]:not([data-own])')
      expect([path, await forms.filter({ visible: true }).count()]).toEqual([path, 0])
      // All pages that are not found look alike.
      const isNotFound = answer?.status() === 404
      if (isNotFound && isNotFoundFit && !isFull) continue
      isNotFoundFit ||= isNotFound
      await expectFit(viewer, { colours: false })
    }
    await viewer.goto(`${site.url}/admin/vendors/courier`)
    await expect(viewer.getByRole('heading', { name: 'Sources' })).toBeVisible()
    await expect(viewer.getByRole('region', { name: 'Source sample' }).getByRole('heading')).toBeVisible()
    await expect(viewer.getByRole('heading', { name: 'Delete' })).toHaveCount(0)
    await viewer.goto(`${site.url}/admin/account`)
    await expect(viewer.getByRole('button', { name: 'Change password' })).toBeVisible()
  })
})

test('somebody signs in at the issuer, and a stranger does not', async ({ page }) => {
  issuer.person = { sub: 'c', email: 'cleo@staff.example.com', email_verified: true }
  await page.goto(`${site.url}/admin/runs`)
  await page.getByRole('link', { name: 'Sign in with Example SSO' }).click()
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible()
  await expect(page.getByText('You are signed in as a viewer')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible()

  issuer.person = { sub: 'e', email: 'eve@elsewhere.example', email_verified: true }
  await page.getByRole('link', { name: 'Sign in with Example SSO' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'You are not invited' })).toBeVisible()
  await page.goto(`${site.url}/admin`)
  await expect(page).toHaveURL(/\/admin\/sign-in/)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('people are invited, join and are removed all the same', async ({ page, browser }) => {
    await signInByForm(page)
    const link = await invite(page, 'bob@example.com', 'Admin')
    const context = await browser.newContext({ javaScriptEnabled: false })
    const bob = await context.newPage()
    await takeUp(bob, link, 'a password that is long')
    await context.close()
    await page.goto(`${site.url}/admin/people`)
    await page.getByRole('link', { name: 'bob@example.com' }).click()
    await page.getByLabel('Type bob@example.com to confirm').fill('bob@example.com')
    await page.getByRole('button', { name: 'Remove bob@example.com' }).click()
    await expect(page.getByRole('status')).toContainText('bob@example.com removed')
  })
})

test('the pages for people and tokens are fit for assistive technology', async ({ page }) => {
  await signIn(page)
  const link = await invite(page, 'dan@example.com', 'Viewer')
  await expectFit(page)
  await page.getByRole('link', { name: ADMIN }).click()
  await expect(page.getByRole('heading', { name: ADMIN, level: 1 })).toBeVisible()
  await expectFit(page)
  // The account and the log are looked at in admin.spec.ts.
  const others = isFull ? [`${site.url}/admin/account`, `${site.url}/admin/audit`] : []
  for (const address of [`${site.url}/admin/tokens`, ...others, link]) {
    await page.goto(address)
    await expectFit(page)
  }
})

test('no way of writing an address, method or header opens a page to nobody', async ({ isMobile }) => {
  test.skip(isMobile, 'no browser takes part in it')
  const spellings = [
    ...PAGES.map(fill),
    '/admin/',
    '//admin',
    '/./admin',
    '/%2e/admin',
    '/%61dmin',
    '/ADMIN',
    '/admin/runs/',
    '/admin//runs',
    '/admin/people.rsc',
    '/admin/people.txt',
    '/admin/people?_rsc=1',
    '/admin/audit/entries.csv',
    '/api/v1/runs/00000000-0000-7000-8000-000000000000',
    '/api/v1/runs/00000000-0000-7000-8000-000000000000/events',
  ]
  const tricks: Record<string, string>[] = [
    {},
    { cookie: 'outage-history.session_token=abc.def' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { authorization: `Bearer oh_${'a'.repeat(40)}` },
    { 'x-forwarded-for': '127.0.0.1', 'x-original-url': '/', 'x-rewrite-url': '/' },
  ]
  for (const path of spellings) {
    for (const [index, headers] of tricks.entries()) {
      for (const method of index === 0 ? ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] : ['GET']) {
        const { status, location, body } = await askRaw(method, path, headers)
        const isClosed =
          location.includes('/admin/sign-in') ||
          ([301, 307, 308].includes(status) && location !== '') ||
          [400, 401, 403, 404, 405].includes(status) ||
          (method === 'OPTIONS' && body === '')
        expect([method, path, headers, isClosed || `${status} ${location}`]).toEqual([method, path, headers, true])
        expect(body).not.toContain('admin@localhost')
        expect(body).not.toContain('/admin/sign-out')
      }
    }
  }
})

/** A request exactly as it is written here: no client puts the address straight. */
function askRaw(method: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; location: string; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(site.url)
    const request = httpRequest({ hostname, port, method, path, headers }, async (response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', body })
    })
    request.once('error', reject).end()
  })
}
