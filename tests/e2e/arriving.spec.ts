import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { expect, ON_PHONE_TOO, test } from '../support/browser.ts'
import { isFull } from '../support/full.ts'

const PIECE_BYTES = isFull ? 700 : 1_400
const PAUSE_MS = 20
/** What comes after so many bytes is below every screen. */
const PIECES = 56_000 / PIECE_BYTES
/** Less than this is a word that a piece ends in. */
const NOTICEABLE = 0.001

/** The site through a line so slow that a browser paints a page many times while it comes in. */
async function slowly(siteUrl: string): Promise<{ server: Server; origin: string }> {
  const server = createServer(async (request, response) => {
    const answer = await fetch(siteUrl + request.url, { headers: { 'accept-encoding': 'identity' } })
    const body = Buffer.from(await answer.arrayBuffer())
    const type = answer.headers.get('content-type') ?? ''
    response.writeHead(answer.status, { 'content-type': type })
    let sent = 0
    if (type.startsWith('text/html')) {
      sent = body.indexOf('<body')
      response.write(body.subarray(0, sent))
      for (let piece = 0; piece < PIECES && sent < body.length; piece += 1, sent += PIECE_BYTES) {
        response.write(body.subarray(sent, sent + PIECE_BYTES))
        await sleep(PAUSE_MS)
      }
    }
    response.end(body.subarray(sent))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Notes every move of something that is already on the screen, with what moved. */
async function watchMoves(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript((noticeable) => {
    type Rect = { x: number; y: number; width: number; height: number }
    type Source = { node: Node | null; previousRect: Rect; currentRect: Rect }
    type Shift = PerformanceEntry & { value: number; sources: Source[] }
    const moves: string[] = []
    // A space at the end of a line has no place of its own until a word follows it.
    const isSeen = ({ node }: Source) => !(node instanceof Text && node.data.trim() === '')
    const at = ({ x, y, width, height }: Rect) => `${width}x${height} at ${x},${y}`
    const told = ({ node, previousRect, currentRect }: Source) =>
      `${node?.nodeName} ${node?.textContent?.slice(0, 40)} (${at(previousRect)} -> ${at(currentRect)})`
    Object.assign(window, { moves })
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Shift[])
        if (value >= noticeable && sources.some(isSeen))
          moves.push(`${value.toFixed(4)} ${sources.map(told).join(', ')}`)
    }).observe({ type: 'layout-shift', buffered: true })
  }, NOTICEABLE)
  return () => page.evaluate(() => (window as typeof window & { moves: string[] }).moves)
}

let slow: Awaited<ReturnType<typeof slowly>>

test.beforeAll(async ({ site }) => {
  slow = await slowly(site.url)
})
test.afterAll(() => {
  slow.server.closeAllConnections()
  slow.server.close()
})

const PAGES = [
  '/',
  '/vendors/courier',
  '/vendors/github',
  '/at?t=2025-06-12T19:45Z',
  '/compare?vendors=courier,workos',
  '/stack?vendors=courier,workos',
  '/search?q=api',
  '/methodology',
]

async function expectStillness(page: Page, path: string): Promise<void> {
  const moves = await watchMoves(page)
  await page.goto(slow.origin + path)
  await expect(page.getByRole('contentinfo')).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-settled')
  expect(await moves()).toEqual([])
  // Of a mark with something in it, the tag may come alone, and what it holds make room for itself later.
  await expect(page.locator('[data-end]:not(:empty)')).toHaveCount(0)
}

for (const path of PAGES) {
  test(`nothing moves while ${path} comes in`, ON_PHONE_TOO, ({ page }) => expectStillness(page, path))
}

test('nothing moves while a permalink comes in', ON_PHONE_TOO, async ({ page, site }) => {
  await page.goto(`${site.url}/vendors/courier`)
  const path = await page.locator('article h3 a').first().getAttribute('href')
  await expectStillness(page, path ?? '')
})

for (const { line, latency, isLean } of [
  { line: 'slow', latency: 300, isLean: true },
  { line: 'quick', latency: 20, isLean: false },
]) {
  test(`a ${line} line ${isLean ? 'is spared' : 'gets'} the font`, async ({ page }) => {
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    const conditions = { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 }
    await session.send('Network.emulateNetworkConditions', conditions)
    const fonts: string[] = []
    page.on('request', (request) => request.resourceType() === 'font' && fonts.push(request.url()))
    // On a kept connection the first byte is the measure, and a busy machine may keep even a quick line waiting for it.
    await expect(async () => {
      fonts.length = 0
      await page.goto('/methodology')
      await expect(page.locator('html')).toHaveAttribute('data-settled')
      expect(await page.evaluate(() => 'lean' in document.documentElement.dataset)).toBe(isLean)
    }).toPass()
    expect(fonts).toHaveLength(isLean ? 0 : 1)
  })
}

test('a long list is laid out a few entries at a time', async ({ page }) => {
  await page.addInitScript(() => {
    const slices: number[] = []
    Object.assign(window, { slices })
    const ask = window.requestIdleCallback.bind(window)
    const count = () => document.querySelectorAll('article[data-settled]').length
    window.requestIdleCallback = (callback, options) =>
      ask((deadline) => {
        const before = count()
        callback(deadline)
        slices.push(count() - before)
      }, options)
  })
  await page.goto('/vendors/github')
  await expect(page.locator('html')).toHaveAttribute('data-settled')
  const slices = await page.evaluate(() => (window as typeof window & { slices: number[] }).slices)
  expect(Math.max(...slices)).toBeLessThanOrEqual(3)
  await expect(page.getByRole('article')).toHaveCount(slices.reduce((sum, slice) => sum + slice, 0))
})

test('a tap rewrites the times on the screen at once, and the others soon', ON_PHONE_TOO, async ({ page }) => {
  await page.goto('/vendors/github')
  await expect(page.locator('html')).toHaveAttribute('data-settled')
  const { near, far, last } = await page.evaluate(() => {
    // A day alone may be the same in both zones.
    const all = document.querySelectorAll<HTMLTimeElement>('article time:is([data-form], [data-after])')
    const times = [...all].filter(({ textContent }) => textContent?.includes(':'))
    times[0]?.scrollIntoView()
    const seen = times.map((time) => {
      const { top, bottom } = time.getBoundingClientRect()
      return { time, text: time.textContent, isNear: time.checkVisibility() && bottom > 0 && top < innerHeight }
    })
    document.querySelector<HTMLElement>('button[data-choose="zone"][value="local"]')?.click()
    const rewritten = (isNear: boolean) => {
      const some = seen.filter((one) => one.isNear === isNear)
      return { of: some.length, done: some.filter(({ time, text }) => time.textContent !== text).length }
    }
    return { near: rewritten(true), far: rewritten(false), last: all.item(all.length - 1).textContent ?? '' }
  })
  expect(near.of).toBeGreaterThan(0)
  expect(near.done).toBe(near.of)
  expect(far.of).toBeGreaterThan(near.of)
  expect(far.done).toBe(0)
  // Kathmandu's clock has other minutes than UTC's.
  await expect(page.locator('article time:is([data-form], [data-after])').last()).not.toHaveText(last)
})

test('what is printed, copied, scrolled or unfolded before the browser is idle has the chosen zone', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0
  })
  await page.goto('/vendors/github')
  const times = page.locator('article time:is([data-form], [data-after])').filter({ hasText: ':' })
  const zones = page.locator('article [data-zone]')
  const choose = async (zone: string) => {
    const before = await times.allTextContents()
    const zoneBefore = await zones.last().textContent()
    // By script: a reader's way to the button may be one of scrolling.
    await page.locator(`button[data-choose="zone"][value="${zone}"]`).dispatchEvent('click')
    expect(await times.last().textContent()).toBe(before.at(-1))
    // The zone stands beside a time, and is that of the time.
    expect(await zones.last().textContent()).toBe(zoneBefore)
    return before
  }
  const expectChosen = async (before: string[]) => {
    // Kathmandu's clock has other minutes than UTC's.
    const asBefore = async () => (await times.allTextContents()).filter((text, index) => text === before[index])
    await expect.poll(asBefore).toEqual([])
  }
  const inUtc = await choose('local')
  await page.pdf()
  await expectChosen(inUtc)
  await expect(zones.last()).toHaveText('UTC+5:45')
  await page.keyboard.press('ControlOrMeta+a')
  const inLocal = await choose('utc')
  await page.keyboard.press('ControlOrMeta+c')
  await expectChosen(inLocal)
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  // What is folded is not copied.
  const shown = await times.evaluateAll((all) =>
    all.flatMap((time) => (time.checkVisibility() ? time.textContent : [])),
  )
  expect(shown.length).toBeGreaterThan(10)
  expect(shown.filter((text) => !copied.includes(text))).toEqual([])
  const expectChosenOnScreen = async (before: string[]) => {
    const asBefore = () =>
      times.evaluateAll(
        (all, before) =>
          all.flatMap((time, index) => {
            const { top, bottom } = time.getBoundingClientRect()
            const isSeen = time.checkVisibility() && bottom > 0 && top < innerHeight
            return isSeen && time.textContent === before[index] ? [time.textContent] : []
          }),
        before,
      )
    await expect.poll(asBefore).toEqual([])
  }
  await choose('local')
  await page.evaluate(() => scrollTo(0, 1_000))
  await expectChosenOnScreen(inUtc)
  // What is far away waits, since pages also scroll by themselves.
  expect(await times.last().textContent()).toBe(inUtc.at(-1))
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  await expectChosenOnScreen(inUtc)
  await page.evaluate(() => scrollTo(0, 0))
  await choose('utc')
  const details = page.locator('article details:has(time)').first()
  await details.evaluate((element) => element.toggleAttribute('open'))
  await details.scrollIntoViewIfNeeded()
  await expectChosenOnScreen(inLocal)
})
