import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { detectPlatform } from '#lib/detection/detect-platform.ts'
import { createFetcher, type Fetcher } from '#lib/fetch/fetch-document.ts'
import { serveMapped } from '../../support/platforms/detect-site.ts'
import { serveStatuspage, statuspageIncident } from '../../support/platforms/statuspage.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '../../support/vendor-server.ts'

let vendorServer: VendorServer
let fetcher: Fetcher

beforeEach(async () => {
  vendorServer = await startVendorServer()
  fetcher = createFetcher({ allowCidrs: ['127.0.0.0/8'], userAgent: 'test', totalTimeoutMs: 2_000 })
})

afterEach(async () => {
  await fetcher.close()
  await vendorServer.close()
})

const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>Acme status</title><link>https://status.example.org</link>
<description>History</description><item><title>Slow exports</title><link>https://status.example.org/incidents/1</link>
<guid>https://status.example.org/incidents/1</guid><pubDate>Mon, 17 Aug 2026 21:01:19 GMT</pubDate>
<description>Exports are slow.</description></item></channel></rss>`

const PAGERDUTY = `<script id="data" type="application/json">${JSON.stringify({
  layout: { layout_settings: { statusPage: { globalStatusHeadline: 'All systems operational' } } },
})}</script>`
const HYPERPING = { indicator: 'up', services: [{ name: 'API', indicator: 'up', status: 'operational' }] }
const poweredBy = (name: string, domain: string) =>
  `<p>Powered by <a href="https://${domain}/?ref=x"><b>${name}</b></a></p>`

const incidents = [1, 2, 3].map((n) => statuspageIncident(n))
const html = (body: string) => ({
  headers: { 'content-type': 'text/html' },
  body: `<!doctype html><html><body>${body}</body></html>`,
})

describe('detection', () => {
  it('finds a Statuspage behind its front page, by what its API serves', async () => {
    const serve = serveStatuspage(incidents)
    vendorServer.answer((path) => (path === '/' ? html('All systems operational') : serve(path)))
    const found = await detectPlatform(vendorServer.url, fetcher)
    expect(found).toMatchObject({ platform: 'statuspage', movedTo: null })
    expect(found.evidence).not.toBe('')
  })

  it('takes a bare host as http where nothing speaks https', async () => {
    const serve = serveStatuspage(incidents)
    vendorServer.answer((path) => (path === '/' ? html('All systems operational') : serve(path)))
    const { host } = new URL(vendorServer.url)
    const found = await detectPlatform(host, fetcher)
    expect(found).toMatchObject({
      platform: 'statuspage',
      url: expect.stringContaining(`http://${host}`),
      movedTo: null,
    })
  })

  it('takes the address of a feed as it is', async () => {
    vendorServer.answer((path) =>
      path === '/rss' ? { headers: { 'content-type': 'application/rss+xml' }, body: RSS } : null,
    )
    expect(await detectPlatform(`${vendorServer.url}/rss`, fetcher)).toMatchObject({
      platform: 'feed',
      url: `${vendorServer.url}/rss`,
    })
  })

  it('says where a vendor has moved, and proposes the new address', async () => {
    const serve = serveStatuspage(incidents)
    const moved = vendorServer.url.replace('127.0.0.1', '127.0.0.2')
    vendorServer.answer((path, host) =>
      host === '127.0.0.1'
        ? { status: 301, headers: { location: `${moved}${path}` } }
        : path === '/'
          ? html('hi')
          : serve(path),
    )
    expect(await detectPlatform(vendorServer.url, fetcher)).toMatchObject({
      platform: 'statuspage',
      movedTo: `${moved}/`,
    })
  })

  it('is not taken in by an app that answers every address with its shell', async () => {
    vendorServer.answer(() => html('<div id="root"></div>'))
    await expect(detectPlatform(vendorServer.url, fetcher)).rejects.toMatchObject({
      code: 'unknown_platform',
      message: expect.stringContaining('every address'),
    })
  })

  it('says that nothing answers where nothing does', async () => {
    await vendorServer.close()
    await expect(detectPlatform(vendorServer.url, fetcher)).rejects.toMatchObject({ code: 'econnrefused' })
    vendorServer = await startVendorServer()
  })

  it('refuses what is no address', async () => {
    await expect(detectPlatform('http://', fetcher)).rejects.toMatchObject({ code: 'invalid_input', field: 'url' })
  })
})

describe('a site that is asked', () => {
  it('is believed in the order of platforms, whichever answers first', async () => {
    const statuspage = serveStatuspage(incidents)
    const later = {
      is: 'index',
      cStateVersion: '6.0.1',
      title: 'Acme',
      summaryStatus: 'ok',
      systems: [],
      pinnedIssues: [],
    }
    let release = () => {}
    const isReleased = new Promise<void>((resolve) => {
      release = resolve
    })
    vendorServer.answer(async (path) => {
      if (path === '/api/v2/incidents.json') await isReleased
      if (path === '/index.json') {
        setTimeout(release, 20)
        return { body: JSON.stringify(later) }
      }
      return statuspage(path)
    })
    expect(await detectPlatform(vendorServer.url, fetcher)).toMatchObject({ platform: 'statuspage' })
  })

  it('is found by its feed although it refuses everything else', async () => {
    vendorServer.answer((path) => (path === '/feed.xml' ? { body: RSS } : { status: 403, ...html('Forbidden') }))
    expect(await detectPlatform(vendorServer.url, fetcher)).toMatchObject({
      platform: 'feed',
      url: `${vendorServer.url}/feed.xml`,
    })
  })

  it.each<[string, Record<string, VendorAnswer>, string]>([
    [
      'behind a redirect',
      { '/odd': { status: 302, headers: { location: '/odder' } }, '/odder': { body: RSS } },
      '/odder',
    ],
    [
      'served as HTML, after blanks',
      { '/odd': { headers: { 'content-type': 'text/html' }, body: `\n\n ${RSS}` } },
      '/odd',
    ],
    ['at a known place, where its link is dead', { '/odd': { status: 404 }, '/feed.xml': { body: RSS } }, '/feed.xml'],
    ['where everything else is the shell of an application', { '/odd': { body: RSS }, '*': html('shell') }, '/odd'],
  ])('finds a feed %s', async (_, answers, path) => {
    const front = html('<link rel="alternate" type="application/rss+xml" href="/odd">')
    vendorServer.answer((asked) => (asked === '/' ? front : (answers[asked] ?? answers['*'] ?? { status: 404 })))
    const { origin } = new URL(vendorServer.url)
    expect(await detectPlatform(origin, fetcher)).toMatchObject({ platform: 'feed', url: `${origin}${path}` })
  })

  it.each(['/data/rss.xml', '/state_feed/feed.atom', '/rss.xml', '/feed.rss', '/rss'])(
    'has its feed at %s',
    async (place) => {
      vendorServer.answer((path) => (path === place ? { body: RSS } : null))
      expect(await detectPlatform(vendorServer.url, fetcher)).toMatchObject({ url: `${vendorServer.url}${place}` })
    },
  )

  it.each([
    '<link href="/odd/place" rel="alternate" type="application/rss+xml" title="A &amp; B">',
    "<LINK REL='alternate feed' TYPE='application/atom+xml' HREF='/odd/place'>",
    '<link rel=alternate type=application/feed+json href=odd/place>',
  ])('names its feed in %s', async (link) => {
    vendorServer.answer((path) => (path === '/' ? html(link) : path === '/odd/place' ? { body: RSS } : null))
    expect(await detectPlatform(vendorServer.url, fetcher)).toMatchObject({ url: `${vendorServer.url}/odd/place` })
  })
})

describe('a feed at a guessed address', () => {
  it.each([
    ['oracle-cloud', 'ocid1.oraclecloudincident.oc1.phx.a', 'Networking | US East (Ashburn) | ab12'],
    ['kener', 'incident-2', '[Incident] Login is down'],
    ['feed', 'anything', 'Resolved: Slow exports'],
  ])('is one of %s by what is in it', async (platform, guid, title) => {
    const feed = RSS.replace('https://status.example.org/incidents/1</guid>', `${guid}</guid>`).replace(
      'Slow exports',
      title,
    )
    vendorServer.answer((path) => (path === '/history.rss' ? { body: feed } : null))
    expect(await detectPlatform(vendorServer.url, fetcher)).toMatchObject({
      platform,
      url: `${vendorServer.url}/history.rss`,
    })
  })
})

describe('an address that is no status page', () => {
  it.each([
    ['file:///etc/hosts', 'begins with "file:"'],
    ['gopher://example.org/', 'begins with "gopher:"'],
    ['javascript:alert(1)', 'begins with "javascript:"'],
    ['javascript:1', 'begins with "javascript:"'],
    ['mailto:a@example.org', 'begins with "mailto:"'],
    ['https:///status', 'has no host'],
    ['/status', 'has no host'],
    ['http://', 'has no host'],
    ['two words', 'is not an address'],
  ])('is refused at once: %s', async (address, why) => {
    const refused = { code: 'invalid_input', field: 'url', message: expect.stringContaining(why) }
    await expect(detectPlatform(address, fetcher)).rejects.toMatchObject(refused)
    expect(vendorServer.requests).toEqual([])
  })

  it.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'http://[::1]/',
    '192.168.1.1',
    'http://0x0a.1/',
    'http://167772161/',
    'http://[::ffff:10.0.0.1]/',
    'https://[fe80::1]/status',
  ])('is refused for its place in the network, with what to do: %s', async (address) => {
    const error = await detectPlatform(address, fetcher).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'refused_address', message: expect.stringContaining('FETCH_ALLOW_CIDRS') })
    expect(vendorServer.requests).toEqual([])
  })

  const blog = RSS.replaceAll(/status/gi, 'blog')
    .replaceAll('incidents', 'posts')
    .replace('Slow exports', 'We have grown')
  const states = RSS.replace('Slow exports', 'Mail - Operational')
  const json = (value: unknown) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) })
  it.each<[string, Record<string, VendorAnswer>, string]>([
    ['wants a login', { '/': { status: 401, ...html('Who are you?') } }, 'asks for a login'],
    [
      'leads to a login',
      {
        '/': { status: 302, headers: { location: '/login?next=/' } },
        '/login?next=/': html('<input type="password">'),
      },
      'asks for a login',
    ],
    [
      'checks browsers',
      { '/': { status: 403, ...html('<title>Just a moment...</title>Checking your browser') } },
      'checks the browser',
    ],
    [
      'checks browsers, as overload',
      { '/': { status: 503, ...html('Checking your browser before') } },
      'checks the browser',
    ],
    [
      'checks browsers, and calls it success',
      { '/': html('<title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x.js"></script>') },
      'checks the browser',
    ],
    ['is a login itself', { '/': html('<form><input name="p" type="password"></form>') }, 'asks for a login'],
    [
      'is a weblog whose page links to its feed',
      { '/': html('<link rel="alternate" type="application/rss+xml" href="/feed">'), '/feed': { body: blog } },
      'is one of posts',
    ],
    ['is a feed of posts', { '/': { body: blog } }, 'is one of posts'],
    ['is a list of states', { '/': { body: states } }, 'the present state of each component'],
    [
      'links to a list of states',
      { '/': html('<a href="/rss">RSS</a>'), '/rss': { body: states } },
      'the present state of each',
    ],
    ['is a shop', { '/': html('<script src="https://cdn.shopify.com/s/x.js"></script>') }, 'an online shop'],
    [
      'is a shop by its structured data',
      { '/': html('<script type="application/ld+json">{"@type": "Product", "name": "Mug"}</script>') },
      'an online shop',
    ],
    ['is of PagerDuty', { '/': html(PAGERDUTY) }, 'PagerDuty'],
    ['is of Hyperping', { '/': html(''), '/status.json': json(HYPERPING) }, 'Hyperping'],
    ['is of UptimeRobot', { '/': html(poweredBy('UptimeRobot', 'uptimerobot.com')) }, 'UptimeRobot'],
    ['is of StatusHub', { '/': html('<script src="https://assets.statushub.io/app.js"></script>') }, 'StatusHub'],
    [
      'is of Flashduty',
      { '/': html('<script>fetch("/api/status-page/6410630422455/summary/active")</script>') },
      'Flashduty',
    ],
    [
      'is of Site24x7',
      { '/': html('<link rel="stylesheet" href="https://static.site24x7.com/status.css">') },
      'Site24x7',
    ],
    ['is of Freshstatus', { '/': html(poweredBy('Freshstatus', 'www.freshstatus.io')) }, 'Freshstatus'],
    [
      'is of Statuspal without a name',
      { '/': html(poweredBy('Statuspal', 'statuspal.io')) },
      'https://NAME.statuspal.io',
    ],
    [
      'is of StatusCast behind a wall',
      { '/': { status: 403, headers: { 'content-type': 'text/html' }, body: 'Invalid request blocked (v1)' } },
      'https://NAME.status.page',
    ],
    [
      'is behind a wall of Vercel',
      { '/': { status: 403, ...html('<title>Vercel Security Checkpoint</title>') } },
      'a page of Vercel that checks the browser',
    ],
    [
      'is behind a wall of Imperva',
      { '/': html('<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>') },
      'a page of Imperva that checks the browser',
    ],
    ['is of Uptime.com', { '/': html(poweredBy('Uptime.com', 'uptime.com')) }, 'Uptime.com'],
  ])('is said to be what it is: it %s', async (_, answers, what) => {
    vendorServer.answer((path) => answers[path] ?? null)
    const refused = expect.objectContaining({ code: 'unknown_platform', message: expect.stringContaining(what) })
    const error = await detectPlatform(vendorServer.url, fetcher).catch((reason) => reason)
    expect(error).toEqual(refused)
    expect(error.message).toMatch(/upload/)
    expect(vendorServer.requests.length).toBeLessThanOrEqual(25)
  })

  it('is found by its open feed although its page leads to a login elsewhere', async () => {
    const login = `${vendorServer.url.replace('127.0.0.1', '127.0.0.2')}/sso/login`
    vendorServer.answer((path, host) => {
      if (host === '127.0.0.2') return path === '/sso/login' ? html('Who are you?') : null
      return path === '/feed.xml' ? { body: RSS } : path === '/' ? { status: 302, headers: { location: login } } : null
    })
    const found = { platform: 'feed', url: `${vendorServer.url}/feed.xml`, movedTo: null }
    expect(await detectPlatform(vendorServer.url, fetcher)).toMatchObject(found)
  })

  it('is not taken for a platform that it only speaks of', async () => {
    vendorServer.answer((path) =>
      path === '/' ? html('<a href="https://uptimerobot.com/">UptimeRobot</a> is down') : null,
    )
    await expect(detectPlatform(vendorServer.url, fetcher)).rejects.toMatchObject({
      message: expect.not.stringContaining('UptimeRobot'),
    })
  })
})

describe.skipIf(!hasShared)('a site as it was met in the wild', () => {
  it.each<[string, string, string | null]>([
    ['xai', 'feed', '/feed.xml'],
    ['d-datadog', 'datadog', '/'],
    ['vultr', 'vultr', '/'],
    ['d-hund', 'hund', '/state_feed/feed.atom'],
    ['firehydrant', 'firehydrant', '/'],
    ['spage', 'statuspage', ''],
    ['spage2', 'statuspage', ''],
    ['statusio-rss', 'statusio', null],
  ])('%s is of %s', async (name, platform, place) => {
    vendorServer.answer(serveMapped(sharedPath('fixtures', 'wild', 'sites', name)))
    const url =
      place === null ? 'https://api.status.io/1.0/status/55a1f951d0ef560d6e00006e' : `${vendorServer.url}${place}`
    expect(await detectPlatform(vendorServer.url, fetcher)).toMatchObject({ platform, url })
  })

  it.each([
    ['d-pagerduty', 'PagerDuty'],
    ['d-hyperping', 'Hyperping'],
  ])('%s is named, and refused', async (name, platform) => {
    vendorServer.answer(serveMapped(sharedPath('fixtures', 'wild', 'sites', name)))
    await expect(detectPlatform(vendorServer.url, fetcher)).rejects.toMatchObject({
      message: expect.stringContaining(platform),
    })
  })
})
