import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { closeDatabase } from '#lib/database/client.ts'
import { detectHere } from '#lib/detection/detection.ts'
import { closeFetcher, replaceFetcher } from '#lib/fetch/read-address.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { fetcherOf, page, serveMapped, serveSite } from '../../support/platforms/detect-site.ts'
import { PLATFORM_SITES, type PlatformSite, rss } from '../../support/platforms/platform-sites.ts'
import { serveStatuspage, statuspageIncident } from '../../support/platforms/statuspage.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '../../support/vendor-server.ts'

let database: TestDatabase
let vendorServer: VendorServer

beforeAll(async () => {
  database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
})

beforeEach(async () => {
  vendorServer = await startVendorServer()
  replaceFetcher(fetcherOf(vendorServer))
})

afterEach(async () => {
  await closeFetcher()
  await vendorServer.close()
})

afterAll(async () => {
  await closeDatabase()
  await database.drop()
})

const sites = Object.entries<PlatformSite>(PLATFORM_SITES)

/** Answers what is asked at once together, when nothing more comes. Returns the size of each round. */
function answerInRounds(answer: (path: string) => VendorAnswer | null): number[] {
  const rounds: number[] = []
  let waiting: (() => void)[] = []
  const release = () => {
    rounds.push(waiting.length)
    for (const go of waiting) go()
    waiting = []
  }
  let timer: NodeJS.Timeout | undefined
  vendorServer.answer(async (path) => {
    clearTimeout(timer)
    timer = setTimeout(release, 100)
    await new Promise<void>((resolve) => waiting.push(resolve))
    return answer(path)
  })
  return rounds
}

const detect = async () => await detectHere({ url: vendorServer.url, isWhole: false })

describe('a detection, from the front page to the preview', () => {
  it('says in one sentence how much was not understood, before it is saved', async () => {
    const feed = rss('Acme status', { title: 'Something odd', guid: 'odd', text: 'Words.' })
    vendorServer.answer((path) => (path === '/feed.xml' ? { body: feed } : null))
    const { problems, warnings } = await detect()
    expect(problems).toEqual(['Could not interpret 1 of 1 item. They are kept as notices and not counted.'])
    expect(warnings[0]).toBe(problems[0])
  })

  it('finds the name of the vendor in the title of its page, and counts all that is listed', async () => {
    const list = serveStatuspage(Array.from({ length: 60 }, (_, index) => statuspageIncident(index + 1)))
    const front = page('', 'Acme &amp; Sons Status')
    vendorServer.answer((path) => (path === '/' ? front : list(path)))
    const { siteName, counts, preview } = await detect()
    expect({ siteName, counts, shown: preview.length }).toEqual({
      siteName: 'Acme & Sons',
      counts: { incidents: 50, from: new Date('2025-01-11T10:00:00Z'), to: new Date('2025-03-01T10:00:00Z') },
      shown: 20,
    })
  })

  it('finds it in the JSON of a page that has no title', async () => {
    vendorServer.answer(serveStatuspage([statuspageIncident(1)]))
    expect((await detect()).siteName).toBe('Acme')
  })

  it('names the platform where its source cannot be read', async () => {
    vendorServer.answer(serveSite({ ...PLATFORM_SITES.statusio, bodies: {} }))
    await expect(detect()).rejects.toMatchObject({ code: 'http_404', message: expect.stringContaining('Status.io') })
  })

  it('says what could not be read beside what could, and takes no part for the whole', async () => {
    const { '/v1/maintenances?limit=100': _, ...bodies } = PLATFORM_SITES.salesforce.bodies
    vendorServer.answer(serveSite({ ...PLATFORM_SITES.salesforce, bodies }))
    const { preview, problems } = await detect()
    expect(preview).toHaveLength(1)
    expect(problems).toEqual([expect.stringContaining('HTTP 404')])
    const whole = detectHere({ url: vendorServer.url, isWhole: true })
    await expect(whole).rejects.toMatchObject({ code: 'http_404' })
  })

  it('asks a host several things at once, and never more than five', async () => {
    vendorServer.answer(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return null
    })
    await expect(detect()).rejects.toMatchObject({ code: 'unknown_platform' })
    const spans = vendorServer.requests.map(({ from, to }) => ({ from, to: to ?? Number.POSITIVE_INFINITY }))
    const atOnce = spans.map(({ from }) => spans.filter((span) => span.from <= from && from < span.to).length)
    expect(Math.max(...atOnce)).toBe(5)
    expect(spans.length).toBeLessThanOrEqual(24)
  })

  it.each([
    ['no vendor', 'Acme'],
    ...sites.flatMap(([platform, { title }]): [string, string][] => (title === undefined ? [] : [[platform, title]])),
  ])(
    'asks a site that names %s and has nothing for all that it may be, with 24 requests in ten rounds',
    async (_, title) => {
      const rounds = answerInRounds((path) => (path === '/' ? page('', title) : null))
      await expect(detect()).rejects.toMatchObject({ code: 'unknown_platform' })
      expect(vendorServer.requests.length).toBeLessThanOrEqual(24)
      expect(rounds.length).toBeLessThanOrEqual(10)
      expect(Math.max(...rounds)).toBe(5)
      const meant = ADAPTERS.filter(({ platform, vendor }) => platform !== 'feed' && (vendor?.test(title) ?? true))
      const probes = meant.flatMap(({ probes }) => probes?.(vendorServer.url) ?? []).map(({ url }) => new URL(url))
      const own = probes
        .filter(({ origin }) => origin === vendorServer.url)
        .map(({ pathname, search }) => pathname + search)
      expect(vendorServer.requests.map(({ path }) => path)).toEqual(expect.arrayContaining(own))
    },
  )

  it('asks a site that names every vendor no more than others', async () => {
    const title = sites.map(([, { title = '' }]) => title).join(' ')
    const rounds = answerInRounds((path) => (path === '/' ? page('', title) : null))
    await expect(detect()).rejects.toMatchObject({ code: 'unknown_platform' })
    expect([vendorServer.requests.length, rounds.length <= 10]).toEqual([24, true])
  })

  it('leaves the host to others when it is over', async () => {
    vendorServer.answer(() => page(''))
    await expect(detect()).rejects.toThrow()
    await expect(detect()).rejects.toMatchObject({ code: 'unknown_platform' })
  })
})

describe.skipIf(!hasShared)('the preview of a site as it was met in the wild', () => {
  // While one of their maintenances was under way.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-29T00:00Z') })
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it.each<[string, [string, string, string | null][]]>([
    [
      'd-hund',
      [
        ['Web vault slow', '2026-11-27T09:00:00', '2026-11-27T11:30:00'],
        ['Database move', '2026-11-20T22:00:00', '2026-11-21T01:00:00'],
        ['Anmeldung langsam', '2026-11-10T08:00:00', '2026-11-10T09:15:00'],
      ],
    ],
    [
      'firehydrant',
      [
        ['Quillbase Cloud – API errors', '2026-10-03T12:58:29', '2026-10-03T13:39:48'],
        ['Console slow', '2026-09-28T09:00:00', null],
      ],
    ],
    ['vultr', [['Customer portal slow', '2026-10-01T10:00:00', '2026-10-01T12:00:00']]],
    ['d-datadog', [['Slow routing', '2026-11-01T10:00:00', '2026-11-01T12:00:00']]],
    ['xai', [['[API Console] Console not loading', '2026-05-18T02:29:34', '2026-05-18T12:00:00']]],
    [
      'spage',
      [
        ['Move of the billing database', '2026-11-28T02:30:00', null],
        ['Sign-in fails for some', '2026-11-28T01:00:00', null],
      ],
    ],
    ['spage2', [['Older outage', '2026-10-01T01:00:00', '2026-10-01T02:00:00']]],
  ])('has the right times for %s', async (name, right) => {
    vendorServer.answer(serveMapped(sharedPath('fixtures', 'wild', 'sites', name)))
    const { preview } = await detect()
    const iso = (time: Date | null) => time?.toISOString().slice(0, 19) ?? null
    expect(preview.map(({ title, startedAt, endedAt }) => [title, iso(startedAt), iso(endedAt)])).toEqual(right)
  })
})
