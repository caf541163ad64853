import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync } from 'node:zlib'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { buildPages } from '#bin/prepare.ts'
import { createProgress } from '#bin/progress.mjs'
import { startSite } from '#tests/support/site.ts'
import { findChromiums } from '#tools/chromium.ts'
import { type Bench, median, type Report } from './bench.ts'

/** Single loads differ by a tenth, and goals by less. */
const ROUNDS = 15
const PATHS = ['/vendors/courier', '/vendors/github', '/']

/** A slow phone: a quarter of this machine's speed on a 1.6 Mbit/s line with a latency of 150 ms. */
const CPU_SLOWDOWN = 4
const LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
/** Anything after the largest paint, such as the script taking over, must not shift the layout either. */
const SETTLE_MS = 1_500

const MAX_PAINT_MS = 700
const MAX_SCRIPT_BYTES = 8_000
const MAX_HTML_BYTES = 24_000

/**
 * When a slow phone paints the largest element of a page, compared with the same page without script, the best that HTML and
 * its style can do, and with the page of another checkout. They alternate. In a headless shell, since a complete Chromium
 * loads two pages of its own for each window, at the same time and on the same cores.
 */
export const paintPages: Bench = {
  name: 'paint-pages',
  async run(say, { against }) {
    const progress = createProgress(process.stderr)
    await buildPages(progress)
    const { shell: executablePath } = await findChromiums(progress)
    const site = await startSite({ env: { SAMPLE: 'on' } })
    const other = against === null ? null : await startSite({ env: { SAMPLE: 'on' }, root: against })
    const plain = await servePlain(site.url)
    const browser = await chromium.launch({ executablePath, args: ['--disable-gpu'] })
    try {
      const report: Report = { measurements: [], ratios: [] }
      for (const path of PATHS) {
        const paints: Paint[] = []
        const shares: number[] = []
        const before: Paint[] = []
        for (let round = 0; round <= ROUNDS; round += 1) {
          say(round === 0 ? `${path}: warming up` : `${path}: round ${round} of ${ROUNDS}`)
          const bare = await paint(browser, plain.origin + path, plain.elsewhere)
          const page = await paint(browser, site.url + path, plain.elsewhere)
          const past = other === null ? null : await paint(browser, other.url + path, plain.elsewhere)
          if (round === 0) continue
          if (past !== null) before.push(past)
          paints.push(page)
          shares.push(bare.largestMs / page.largestMs)
        }
        if (before.length > 0) compare(report, path, before, paints)
        const largestMs = median(paints.map((page) => page.largestMs))
        const scriptBytes = median(paints.map((page) => page.scriptBytes))
        const htmlBytes = median(paints.map((page) => page.htmlBytes))
        const shift = Math.max(...paints.map((page) => page.shift))
        report.measurements.push({
          what: `largest paint of ${path} on a slow phone`,
          milliseconds: largestMs,
          note: `layout shift ${shift.toFixed(3)}, blocked ${spread(paints, ({ blockedMs }) => blockedMs)}, a tap answered in ${spread(paints, ({ tapMs }) => tapMs)}, script ${(scriptBytes / 1000).toFixed(1)} KB, HTML ${(htmlBytes / 1000).toFixed(1)} KB`,
        })
        report.ratios.push(
          { what: `largest paint of ${path}: without script / as it is`, value: median(shares), goal: null },
          { what: `${MAX_PAINT_MS} ms / largest paint of ${path}`, value: MAX_PAINT_MS / largestMs, goal: 1 },
          {
            what: `${MAX_SCRIPT_BYTES / 1000} KB / script of ${path}`,
            value: MAX_SCRIPT_BYTES / scriptBytes,
            goal: 1,
          },
          { what: `${MAX_HTML_BYTES / 1000} KB / HTML of ${path}`, value: MAX_HTML_BYTES / htmlBytes, goal: 1 },
        )
      }
      return report
    } finally {
      await browser.close()
      plain.server.close()
      await site.stop()
      await other?.stop()
    }
  },
}

/** What the other checkout does, and this one's share of it. */
function compare({ measurements, ratios }: Report, path: string, before: Paint[], now: Paint[]): void {
  const of = (paints: Paint[], pick: (paint: Paint) => number) => median(paints.map(pick))
  const kb = (pick: (paint: Paint) => number) => (of(before, pick) / 1000).toFixed(1)
  measurements.push({
    what: `the same of the other checkout`,
    milliseconds: of(before, (paint) => paint.largestMs),
    note: `script ${kb((paint) => paint.scriptBytes)} KB, HTML ${kb((paint) => paint.htmlBytes)} KB`,
  })
  for (const [what, pick] of [
    ['largest paint', (paint: Paint) => paint.largestMs],
    ['script', (paint: Paint) => paint.scriptBytes],
    ['HTML', (paint: Paint) => paint.htmlBytes],
  ] as const)
    ratios.push({
      what: `${what} of ${path}: now / the other checkout`,
      value: of(now, pick) / of(before, pick),
      goal: null,
    })
}

function spread(paints: Paint[], pick: (paint: Paint) => number): string {
  const all = paints.map(pick)
  return `${median(all).toFixed(0)} ms (at most ${Math.max(...all).toFixed(0)})`
}

interface Paint extends Observed {
  /** From a tap on a button to the next frame, which shows what it did; in steps of 8 ms. */
  tapMs: number
  scriptBytes: number
  htmlBytes: number
}

/** Follows a link of another site: the first document of a new tab that has COOP would wait for another process. */
async function paint(browser: Browser, url: string, elsewhere: string): Promise<Paint> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', LINE)
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    await page.addInitScript(observe)
    await page.goto(elsewhere, { waitUntil: 'load' })
    const bytes = countBytes(session)
    await page.goto(url, { waitUntil: 'load' })
    await page.waitForTimeout(SETTLE_MS)
    const observed = await readObserved(page)
    const tapMs = await tap(page)
    return { ...observed, tapMs, scriptBytes: bytes.of('Script'), htmlBytes: bytes.of('Document') }
  } finally {
    await context.close()
  }
}

/** Bytes transferred, by kind of request. */
function countBytes(session: CDPSession): { of(type: string): number } {
  const types = new Map<string, string>()
  const lengths = new Map<string, number>()
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => lengths.set(requestId, encodedDataLength))
  return {
    of: (type) => [...lengths].reduce((sum, [id, length]) => sum + (types.get(id) === type ? length : 0), 0),
  }
}

interface Observed {
  largestMs: number
  shift: number
  /** The time by which tasks exceeded 50 ms. */
  blockedMs: number
}

function observe(): void {
  const observed: Observed = { largestMs: 0, shift: 0, blockedMs: 0 }
  Object.assign(window, { observed })
  new PerformanceObserver((list) => {
    observed.largestMs = list.getEntries().at(-1)?.startTime ?? 0
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) observed.shift += (entry as PerformanceEntry & { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) observed.blockedMs += duration - 50
  }).observe({ type: 'longtask', buffered: true })
}

/** Taps the button that shows local times, which every page has; NaN where that is not there. */
async function tap(page: Page): Promise<number> {
  const button = page.getByRole('button', { name: 'Local', exact: true })
  if (!(await button.isVisible())) return Number.NaN
  await button.scrollIntoViewIfNeeded()
  const answered = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let longest = 0
        new PerformanceObserver((list) => {
          for (const { name, duration } of list.getEntries()) {
            longest = Math.max(longest, duration)
            if (name === 'click') resolve(longest)
          }
        }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
        // Shorter ones are not reported.
        setTimeout(() => resolve(longest || 16), 1_500)
      }),
  )
  await button.tap()
  return await answered
}

function readObserved(page: Page): Promise<Observed> {
  return page.evaluate(() => (window as typeof window & { observed: Observed }).observed)
}

/** A site's pages without their scripts, served from memory, and the address of a page of another site. */
async function servePlain(siteUrl: string): Promise<{ server: Server; origin: string; elsewhere: string }> {
  const pages = new Map<string, Buffer>()
  for (const path of PATHS) {
    const html = await fetch(siteUrl + path).then((response) => response.text())
    const plain = html.replaceAll(/<script\b.*?<\/script>/gs, '').replaceAll(/<link[^>]*as="script"[^>]*>/g, '')
    pages.set(path, brotliCompressSync(plain))
  }
  pages.set('/elsewhere', brotliCompressSync('<!doctype html><title>Elsewhere</title><p>Another site.'))
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'br' })
    response.end(pages.get(request.url ?? ''))
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return { server, origin: `http://127.0.0.1:${port}`, elsewhere: `http://localhost:${port}/elsewhere` }
}
