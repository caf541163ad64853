import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Locator, Page } from '@playwright/test'
import { SESSION_COOKIE } from '#lib/domain/access.ts'
import { expect, ON_PHONE_TOO, skipInShell, test } from '#tests/support/browser.ts'
import { CHROMIUM_ARGS, COMPLETE_CHROMIUM } from '#tests/support/processes/chromium.ts'

/*
 * Public pages are documents with a small script of the site's own (docs/decisions/108). React comes only where a reader turns
 * to an island.
 */

const COURIER = '/vendors/courier?asOf=2026-05-28T00:00:00Z'
/** For good, whatever is added later. */
const MAX_SCRIPT_BYTES = { gzip: 8_000, br: 7_000 }
const MAX_HTML_BYTES = { gzip: 24_000, br: 21_500 }
const FRAMEWORK = /\/_next\/static\/chunks\/|\/script\/(?!site-)/

/** The addresses of all scripts that the page has asked for since. */
function watchScripts(page: Page): string[] {
  const scripts: string[] = []
  page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()))
  return scripts
}

async function untilScripted(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'UTC' })).toHaveAttribute('aria-pressed', 'true')
}

interface Bytes {
  gzip: number
  br: number
}

function compressed(...bodies: (string | Buffer)[]): Bytes {
  const sum = (compress: (body: string | Buffer) => Buffer) =>
    bodies.reduce((bytes, body) => bytes + compress(body).length, 0)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6 }
  return { gzip: sum((body) => gzipSync(body, { level: 6 })), br: sum((body) => brotliCompressSync(body, { params })) }
}

/** What a first load takes, in bytes: the page as it is, compressed, and its scripts, inline ones included. */
async function weigh(page: Page, path: string): Promise<{ html: Bytes; script: Bytes }> {
  const request = page.request
  const html = await (await request.get(path)).text()
  const scripts: Buffer[] = []
  for (const [, attributes = '', text = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    const [, address] = / src="([^"]+)"/.exec(attributes) ?? []
    if (/type="application\//.test(attributes)) continue
    scripts.push(address === undefined ? Buffer.from(text) : await (await request.get(address)).body())
  }
  return { html: compressed(html), script: compressed(...scripts) }
}

const PAGES = [
  '/',
  '/vendors/courier',
  '/vendors/github',
  '/at?t=2025-06-12T19:45Z',
  '/compare?vendors=courier,workos',
  '/stack?vendors=courier,workos',
  '/stack/report?vendors=courier,workos&quarter=2025-Q4&target=99.9',
  '/search?q=api',
  '/methodology',
  '/methodology/track-record',
  '/developers',
  '/nowhere',
  '/vendors/nobody',
  '/n%C3%B6where',
]

async function expectDocument(page: Page, path: string): Promise<void> {
  const scripts = watchScripts(page)
  await page.goto(path)
  await untilScripted(page)
  expect(scripts).toHaveLength(1)
  expect(scripts[0]).toMatch(/\/script\/site-[\w-]+\.js$/)
  const { html, script } = await weigh(page, path)
  expect(await page.content()).not.toMatch(/__next_f|\/_next\/static\/chunks\/|<!--/)
  for (const encoding of ['gzip', 'br'] as const) {
    expect(script[encoding], encoding).toBeLessThan(MAX_SCRIPT_BYTES[encoding])
    expect(html[encoding], encoding).toBeLessThan(MAX_HTML_BYTES[encoding])
  }
}

for (const path of PAGES)
  test(`${path} is a document without the framework, within its bounds`, ({ page }) => expectDocument(page, path))

test('so is a permalink', async ({ page }) => {
  await page.goto('/vendors/courier?window=2025-10')
  const link = page.getByRole('link', { name: 'All services impacted' })
  await expectDocument(page, (await link.getAttribute('href')) ?? '')
})

/** What stands in the page's body, without what only the framework needs (docs/decisions/108), and without the minute it was drawn in. */
function bodyOf(html: string): string {
  const [, body = ''] = /<body[^>]*>(.*?)<script type="module"/s.exec(html) ?? []
  return body
    .replaceAll(/<!--.*?-->/g, '')
    .replace('<div hidden=""></div>', '')
    .replace(/(?<=Computed on )\w+ \d+, \d+, \d+:\d+ UTC/, 'now')
    .replaceAll(/"><\/(?:rect|line|path|use|circle)>/g, '"/>')
}

for (const path of [
  COURIER,
  `${COURIER}&q=api`,
  '/vendors/github?asOf=2026-05-28T00:00:00Z',
  '/at?t=2025-06-12T19:45Z',
  '/compare?vendors=courier,workos&asOf=2026-05-28T00:00:00Z',
  '/stack?vendors=courier,workos&asOf=2026-05-28T00:00:00Z',
  '/stack/report?vendors=courier,workos&quarter=2025-Q4&target=99.9',
  '/methodology',
  '/developers',
  '/nowhere',
])
  test(`${path}, whose parts are drawn beside Next, is what Next draws`, async ({ request }) => {
    const read = async (headers = {}) => (await request.get(path, { headers })).text()
    let [before, drawnByNext, drawnBeside] = ['', '', await read()]
    // Until no other test has added a vendor between the reads.
    while (before !== drawnBeside) {
      before = drawnBeside
      drawnByNext = await read({ cookie: `${SESSION_COOKIE}=nobody` })
      drawnBeside = await read()
    }
    expect(drawnByNext).toContain('self.__next_f')
    expect(bodyOf(drawnBeside)).toContain('</footer>')
    expect(bodyOf(drawnBeside)).toBe(bodyOf(drawnByNext))
  })

test(
  'ten pages of a visit ask for no framework, until a chart is touched',
  ON_PHONE_TOO,
  async ({ page, isMobile }) => {
    const scripts = watchScripts(page)
    const framework = () => scripts.filter((address) => FRAMEWORK.test(address))
    const main = page.getByRole('main')
    // By keys: a page that scrolls under a resting pointer may bring a chart to it.
    const press = (target: Locator) => target.press('Enter')
    await page.goto('/')
    await main.getByRole('searchbox').fill('cour')
    await expect(page.getByRole('row', { name: /WorkOS/ })).toBeHidden()
    await press(page.getByRole('row').getByRole('link', { name: 'Courier', exact: true }))
    await press(page.locator('article h3 a').first())
    await expect(page).toHaveURL(/\/incidents\//)
    await press(page.getByRole('banner').getByRole('link', { name: 'At a moment' }))
    await page.goto('/at?t=2025-06-12T19:45Z')
    await page.goto('/compare?vendors=courier,workos')
    await page.goto('/stack?vendors=courier,workos')
    await page.getByRole('banner').getByRole('searchbox').fill('latency')
    await page.getByRole('banner').getByRole('searchbox').press('Enter')
    await expect(page).toHaveURL(/\/search\?q=latency/)
    await page.goto('/methodology')
    await page.goto('/nowhere')
    await page.goto(COURIER)
    await press(page.getByRole('button', { name: 'Local' }))
    await press(page.getByRole('button', { name: 'Median', exact: true }))
    await page.keyboard.press('Escape')
    expect(framework()).toEqual([])

    const chart = page.getByRole('group', { name: 'Incidents per month, chart' })
    if (isMobile) await chart.tap({ position: { x: 250, y: 100 } })
    else await chart.hover({ position: { x: 192, y: 100 } })
    await expect(chart.locator('.recharts-surface')).toBeVisible()
    expect(framework().some((address) => address.includes('/script/react-'))).toBe(true)
    expect(framework().some((address) => address.includes('/_next/'))).toBe(false)
  },
)

test(
  'the API is explored by hand, without the framework until a hand comes near',
  ON_PHONE_TOO,
  async ({ page, isMobile }) => {
    const scripts = watchScripts(page)
    await page.goto('/developers')
    await untilScripted(page)
    const explorer = page.getByRole('group', { name: 'Reads of the API' })
    const links = await explorer.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(links).toHaveLength(10)
    for (const link of links) expect((await page.request.get(link ?? '')).status(), link ?? '').toBe(200)
    expect(scripts).toHaveLength(1)

    const first = explorer.getByRole('link').first()
    if (isMobile) await first.tap()
    else await first.hover()
    const incidents = explorer.getByRole('button', { name: 'incidents in a window' })
    await incidents.click()
    await expect(incidents).toHaveAttribute('aria-expanded', 'true')
    await explorer.getByLabel('vendor (required)').fill('courier')
    await explorer.getByLabel('window').fill('2025-10')
    await explorer.getByLabel('limit').fill('2')
    const send = explorer.getByRole('button', { name: 'Send' })
    await send.click()
    await expect(explorer.getByRole('status')).toContainText('200 OK')
    await expect(explorer.getByRole('region', { name: 'Answer' })).toContainText('"total": 4')
    await expect(
      explorer.getByRole('link', { name: '/api/v1/vendors/courier/incidents?window=2025-10&limit=2' }),
    ).toBeVisible()
    await explorer.getByLabel('limit').fill('0')
    await send.press('Enter')
    await expect(explorer.getByRole('status')).toContainText('400')
    await expect(explorer.getByRole('region', { name: 'Answer' })).toContainText('"field": "limit"')
  },
)

test('a read is offered without the description of the API, and shows the answer to the last press', async ({
  page,
}) => {
  await page.route('**/openapi.json', (route) => route.fulfill({ status: 503, json: { title: 'Try again later' } }))
  await page.goto('/developers')
  await untilScripted(page)
  const explorer = page.getByRole('group', { name: 'Reads of the API' })
  const described = page.waitForResponse('**/openapi.json')
  await explorer.getByRole('link').first().hover()
  await described
  await explorer.getByRole('button', { name: 'incidents in a window' }).click()
  await explorer.getByLabel('vendor').fill('first')
  // The answer to the first press comes after that to the second.
  let answerFirst = () => {}
  await page.route('**/vendors/first/**', async (route) => {
    await new Promise<void>((resolve) => {
      answerFirst = resolve
    })
    await route.fulfill({ json: 'the first' })
  })
  await page.route('**/vendors/second/**', (route) => route.fulfill({ json: 'the second' }))
  const send = explorer.getByRole('button', { name: 'Send' })
  const asked = page.waitForRequest('**/vendors/first/**')
  await send.click()
  await asked
  await explorer.getByLabel('vendor').fill('second')
  await send.click()
  const answer = explorer.getByRole('region', { name: 'Answer' })
  await expect(answer).toContainText('the second')
  const late = page.waitForResponse('**/vendors/first/**')
  answerFirst()
  await (await late).finished()
  await page.evaluate(() => new Promise(requestAnimationFrame))
  await expect(answer).toContainText('the second')
})

test('a chart answers the first pointer that comes, even if it rests', async ({ page }) => {
  await page.goto(COURIER)
  await untilScripted(page)
  const chart = page.getByRole('group', { name: 'Incidents per month, chart' })
  await chart.hover({ position: { x: 192, y: 100 } })
  await expect(chart).toContainText('February 2025 5')
  await page.mouse.move(0, 0)
  await expect(chart).not.toContainText('February 2025 5')
})

test(
  'a chart whose script does not come stays as it is drawn, and its bars are links',
  ON_PHONE_TOO,
  async ({ page, isMobile }) => {
    await page.route(/\/script\/(?!site-)/, (route) => route.abort())
    await page.goto(COURIER)
    await untilScripted(page)
    const chart = page.getByRole('group', { name: 'Incidents per month, chart' })
    const position = isMobile ? { x: 250, y: 100 } : { x: 192, y: 100 }
    if (isMobile) await chart.tap({ position })
    else await chart.click({ position })
    await expect(page).toHaveURL(isMobile ? /window=2025-10/ : /window=2025-02/)
  },
)

test('words typed for a palette that does not come stand in the search field', async ({ page }) => {
  await page.route(/\/script\/(?!site-)/, (route) => route.abort())
  await page.goto('/methodology')
  await untilScripted(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('api')
  const field = page.getByRole('banner').getByRole('searchbox')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('api')
})

async function readFilterSearchAndPage(page: Page, isMobile: boolean): Promise<void> {
  // What can be read does not depend on the width.
  for (const path of isMobile ? [] : PAGES) {
    await page.goto(path, { waitUntil: 'commit' })
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('main').getByRole('button', { name: /Local|Go to/ })).toBeHidden()
  }
  await page.goto('/')
  // What a script alone could answer is not offered.
  await expect(page.getByRole('button', { name: 'Go to…' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Local' })).toBeHidden()
  await page.goto(COURIER)
  await expect(page.getByRole('article')).toHaveCount(24)
  if (isMobile) await page.getByText('Filter', { exact: true }).click()
  await page.getByLabel('Text').fill('latency')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('main')).toContainText('mentioning “latency”')
  await page.goto('/vendors/stripe?window=all')
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(page).toHaveURL(/cursor=/)
  await page.getByRole('banner').getByRole('searchbox').fill('webhook')
  await page.getByRole('banner').getByRole('searchbox').press('Enter')
  await expect(page).toHaveURL(/\/search\?q=webhook/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

for (const [how, pattern] of [
  ['whose script does not come', '**/script/**'],
  ['on a connection that drops after the HTML', /\/(?:script|_next)\//],
] as const)
  test(`a page ${how} reads, filters, searches and pages`, ON_PHONE_TOO, async ({ page, isMobile }) => {
    await page.route(pattern, (route) => route.abort())
    await readFilterSearchAndPage(page, isMobile)
  })

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })
  test('a page reads, filters, searches and pages', ({ page, isMobile }) => readFilterSearchAndPage(page, isMobile))
})

test('an error of the script is reported, a few times a page', async ({ page }) => {
  await page.goto('/methodology')
  await untilScripted(page)
  const reports: string[] = []
  page.on('request', (request) => request.url().endsWith('/script-errors') && reports.push(request.postData() ?? ''))
  const answer = page.waitForResponse('**/script-errors')
  await page.evaluate(() => {
    for (let n = 1; n <= 5; n += 1) reportError(new Error(`a mistake made for a test, ${n}`))
  })
  expect((await answer).status()).toBe(204)
  await expect.poll(() => reports.length).toBe(3)
  expect(JSON.parse(reports[0] ?? '')).toMatchObject({ page: '/methodology', message: 'a mistake made for a test, 1' })
})

test('a link is prefetched when the pointer rests on it, a download is not', async ({ page, context }) => {
  const session = await context.newCDPSession(page)
  await session.send('Preload.enable')
  const prefetched: string[] = []
  session.on('Preload.prefetchStatusUpdated', ({ prefetchUrl, status }) => {
    if (status === 'Ready' || status === 'Success') prefetched.push(new URL(prefetchUrl).pathname)
  })
  await page.goto('/vendors/courier')
  await untilScripted(page)
  await page.getByRole('link', { name: 'CSV' }).first().hover()
  await page.getByRole('banner').getByRole('link', { name: 'Method' }).hover()
  await expect.poll(() => prefetched).toEqual(['/methodology'])
})

test.describe('gone back to', () => {
  test('a page is as it was left, with the reader’s choices of meanwhile', async ({ playwright, site }) => {
    skipInShell('back-forward cache')
    // Playwright switches the back-forward cache off.
    const browser = await playwright.chromium.launch({
      executablePath: COMPLETE_CHROMIUM,
      args: CHROMIUM_ARGS,
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    })
    try {
      const page = await browser.newPage({ baseURL: site.url, timezoneId: 'Asia/Kathmandu', locale: 'en-GB' })
      await page.goto(COURIER)
      await untilScripted(page)
      await page.evaluate(() => Object.assign(window, { isSame: true }))
      await page.getByRole('banner').getByRole('link', { name: 'Method' }).click()
      await expect(page).toHaveURL('/methodology')
      await untilScripted(page)
      await page.getByRole('button', { name: 'Local' }).click()
      await page.goBack({ waitUntil: 'commit' })
      await expect(page.getByRole('article').first()).toBeVisible()
      expect(await page.evaluate(() => 'isSame' in window)).toBe(true)
      await expect(page.getByRole('button', { name: 'Local' })).toHaveAttribute('aria-pressed', 'true')
      await expect(page.getByRole('main')).toContainText('UTC+5:45')
    } finally {
      await browser.close()
    }
  })
})
