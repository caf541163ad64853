import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { detectPlatform } from '#lib/ingest/detect-platform.ts'
import { createFetcher, type Fetcher } from '#lib/ingest/fetch-document.ts'
import { serveStatuspage, statuspageIncident } from '../../support/statuspage.ts'
import { startVendorServer, type VendorServer } from '../../support/vendor-server.ts'

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

const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>Acme status</title><link>https://status.example.org</link>
<description>History</description><item><title>Slow exports</title><link>https://status.example.org/incidents/1</link>
<guid>https://status.example.org/incidents/1</guid><pubDate>Mon, 17 Aug 2026 21:01:19 GMT</pubDate>
<description>Exports are slow.</description></item></channel></rss>`
