import type { Page } from '@playwright/test'
import { expect, test } from '../support/browser.ts'

/** Everything that a browser refused, and every error of a script, since the page was opened. */
function watch(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|hydrat/i.test(message.text())) complaints.push(message.text())
  })
  return complaints
}

/** The site's script has run when the button of the reader's time zone is pressed. */
async function expectLife(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'UTC' })).toHaveAttribute('aria-pressed', 'true')
}

const PAGES = [
  '/',
  '/vendors/courier',
  '/methodology',
  '/search?q=api',
  '/at',
  '/stack/report?vendors=courier,workos&quarter=2025-Q4',
  '/methodology/track-record',
  '/vendors/nobody',
  '/nowhere',
  '/admin/sign-in',
]

for (const path of PAGES) {
  test(`${path} comes to life under its own policy, from the server and from the browser’s own cache`, async ({
    page,
  }) => {
    const complaints = watch(page)
    const response = await page.goto(path)
    const policy = await response?.headerValue('content-security-policy')
    expect(policy).toMatch(/script-src 'self' 'sha256-/)
    expect(policy).not.toMatch(/unsafe|nonce/)
    await expectLife(page)
    await page.reload()
    await expectLife(page)
    expect(complaints).toEqual([])
  })
}

test('the permalink comes to life too', async ({ page }) => {
  const complaints = watch(page)
  await page.goto('/vendors/courier')
  await page.locator('article h3 a').first().click()
  await expect(page).toHaveURL(/\/vendors\/courier\/incidents\//)
  await expectLife(page)
  expect(complaints).toEqual([])
})

test('a page has its style before anything else is fetched', async ({ page }) => {
  await page.route('**/_next/**', (route) => route.abort())
  await page.goto('/methodology')
  await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('font-weight', '680')
})

/** Opens /methodology as if somebody had got `markup` into it, and waits until the browser has refused something. */
async function openWith(page: Page, markup: string): Promise<void> {
  await page.route('**/methodology', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replace('<body', `${markup}<body`) })
  })
  const complaints = watch(page)
  await page.goto('/methodology')
  await expect.poll(() => complaints.length).toBeGreaterThan(0)
}

test('a style that somebody got into a page is not applied', async ({ page }) => {
  await openWith(page, '<style>h1{font-size:99px}</style>')
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveCSS('font-size', '99px')
})

test('a script that somebody got into a page does not run', async ({ page }) => {
  await openWith(page, '<script>document.title="evil"</script>')
  await expect(page).not.toHaveTitle('evil')
})

/** How the elements of the page look, with what stands before and after it: a line for each property. */
async function looks(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    // Widths depend on the fonts.
    await document.fonts.ready
    const nameOf = (element: Element | null) => `${element?.localName}.${element?.getAttribute('class')}`
    // A closed one has no layout to be compared.
    for (const details of document.querySelectorAll('details')) details.open = true
    // One of each kind: a page has hundreds of some.
    const kinds = new Map<string, Element>()
    for (const element of document.querySelectorAll('body, body *'))
      kinds.set(`${nameOf(element.parentElement)} > ${nameOf(element)}`, element)
    return [...kinds].flatMap(([name, element]) =>
      ['', '::before', '::after'].flatMap((pseudo) => {
        const style = getComputedStyle(element, pseudo)
        if (pseudo !== '' && style.content === 'none') return []
        // A variable that no rule refers to is not seen.
        const seen = [...style].filter((property) => !property.startsWith('--'))
        return seen.map((property) => `${name}${pseudo} ${property}: ${style.getPropertyValue(property)}`)
      }),
    )
  })
}

for (const path of ['/', '/vendors/github', '/at?t=2025-06-12T19:45Z', '/stack?vendors=courier,workos', '/nowhere']) {
  test(`${path} looks with the style in it as with the whole sheet`, async ({ page }) => {
    await page.goto('/admin/sign-in')
    const sheet = await page.locator('link[rel=stylesheet]').first().getAttribute('href')
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('data-settled')
    const before = await looks(page)
    await page.evaluate(async (href) => {
      const link = document.createElement('link')
      await new Promise((resolve) => {
        Object.assign(link, { rel: 'stylesheet', href, onload: resolve })
        document.head.append(link)
      })
    }, sheet ?? '')
    const after = await looks(page)
    expect(after.filter((look, index) => look !== before[index]).slice(0, 20)).toEqual([])
    expect(after.length).toBeGreaterThan(10_000)
  })
}
