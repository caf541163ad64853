import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFetcher, type Fetcher } from '#lib/fetch/fetch-document.ts'
import type { VendorAnswer, VendorServer } from '../vendor-server.ts'
import type { PlatformSite } from './platform-sites.ts'

/** Serves addresses on hosts other than the site's own. */
const OTHER_HOST = '127.0.0.2'

/** A fetcher that sends requests for https addresses to the vendor server. */
export function fetcherOf(vendorServer: VendorServer): Fetcher {
  const real = createFetcher({ allowCidrs: ['127.0.0.0/8'], userAgent: 'test', totalTimeoutMs: 5_000 })
  const elsewhere = vendorServer.url.replace('127.0.0.1', OTHER_HOST)
  return {
    async fetch(url, options) {
      if (!url.startsWith('https://')) return await real.fetch(url, options)
      const answer = await real.fetch(`${elsewhere}/${encodeURIComponent(url)}`, options)
      return { ...answer, url }
    },
    close: () => real.close(),
  }
}

/** A site's responses from its bodies: texts verbatim, everything else as JSON. */
export function serveSite({
  html = '',
  title,
  bodies,
}: PlatformSite): (path: string, host: string) => VendorAnswer | null {
  return (path, host) => {
    if (path === '/') return page(html, title)
    const body = bodies[host === OTHER_HOST ? decodeURIComponent(path.slice(1)) : path]
    if (body === undefined) return null
    if (typeof body !== 'string') return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return { headers: { 'content-type': body.startsWith('<?xml') ? 'application/xml' : 'text/html' }, body }
  }
}

/** An HTML page containing this. */
export function page(html: string, title = 'Acme'): VendorAnswer {
  return {
    headers: { 'content-type': 'text/html' },
    body: `<!doctype html><html><head><title>${title}</title></head><body>${html}</body></html>`,
  }
}

/** Answers for a site kept as files, with a `_map` of lines "PATH STATUS TYPE FILE": "*" is every other path, "-" an empty page. */
export function serveMapped(folder: string): (path: string) => VendorAnswer | null {
  const lines = readFileSync(join(folder, '_map'), 'utf8').trim().split('\n')
  const answers = new Map(
    lines.map((line) => {
      const [path = '', status, type = '', file = '-'] = line.split(/\s+/)
      const body = file === '-' ? '' : readFileSync(join(folder, file))
      return [path, { status: Number(status), headers: { 'content-type': type }, body }]
    }),
  )
  return (path) => answers.get(path) ?? answers.get('*') ?? null
}
