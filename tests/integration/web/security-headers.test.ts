import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { log } from '#lib/log.ts'
import { failing, file, notFound, page, type Served, type ServeOptions, serve } from './served.ts'

let site: Served

async function start(options: ServeOptions): Promise<void> {
  site = await serve(options)
}

afterEach(() => {
  vi.restoreAllMocks()
  return site.close()
})

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

const PUSH = 'self.__next_f.push([1,"data"])'

describe('the policy of a page', () => {
  it('lets run its own files and the scripts that it contains, and nothing else', async () => {
    await start({ pages: { '/vendors/courier': page('<h1>Courier</h1>') } })
    expect((await site.get('/vendors/courier')).headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self' ${hashSource(PUSH)}; style-src 'self'; img-src 'self' data:; font-src 'self'; ` +
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
  })

  it('has no hash for an inline script that is not known, and the log says so', async () => {
    const error = vi.spyOn(log, 'error').mockImplementation(() => {})
    await start({ pages: { '/': page('<script>alert(1)</script>') } })
    const policy = (await site.get('/')).headers['content-security-policy']
    expect(policy).not.toContain(hashSource('alert(1)'))
    expect(policy).not.toContain('unsafe')
    expect(error).toHaveBeenCalledWith({ path: '/', script: 'alert(1)' }, expect.stringContaining('inline script'))
  })

  it('needs none for blocks of data', async () => {
    const error = vi.spyOn(log, 'error')
    await start({ pages: { '/': page('<script type="application/ld+json">{"@type":"Event"}</script>') } })
    expect((await site.get('/')).headers['content-security-policy']).toContain(`script-src 'self' ${hashSource(PUSH)};`)
    expect(error).not.toHaveBeenCalled()
  })

  it('applies what the page has of the build’s style sheets, and no other style', async () => {
    const html = '<html><head><style>body{display:none}</style>'
    const sheet = '<link rel="stylesheet" href="/a.css" data-precedence="next"/>'
    await start({
      pages: { '/': file('text/html', `${html}${sheet}</head><body><p>x</p></body></html>`) },
      styleSheets: { '/a.css': 'p{color:red}.b{color:blue}' },
    })
    const reply = await site.get('/')
    expect(reply.text).toContain('<style>p{color:red}</style>')
    expect(reply.headers['content-security-policy']).toContain(`; style-src 'self' ${hashSource('p{color:red}')}; `)
  })

  it('is the same from memory as from the render, and does not repeat what the request says', async () => {
    await start({ pages: { '/': page('x') } })
    const first = await site.get('/', { 'content-security-policy': "script-src 'nonce-evil'" })
    const second = await site.get('/')
    expect(second.headers['content-security-policy']).toBe(first.headers['content-security-policy'])
    expect(first.headers['content-security-policy']).not.toContain('nonce')
  })

  it('lets the embeddable card, and only it, be framed', async () => {
    await start({ pages: { '/vendors/courier/embed': page('x'), '/vendors/courier': page('x') } })
    expect((await site.get('/vendors/courier/embed')).headers['content-security-policy']).toContain('frame-ancestors *')
    expect((await site.get('/vendors/courier')).headers['content-security-policy']).toContain("frame-ancestors 'none'")
  })

  it('is computed for pages that are not kept as well', async () => {
    await start({ pages: { '/admin': page('x'), '/gone': page('x', 410) } })
    for (const path of ['/admin', '/gone', '/nowhere'])
      expect((await site.get(path)).headers['content-security-policy']).toContain(
        `script-src 'self' ${hashSource(PUSH)};`,
      )
  })
})

describe('what is no page', () => {
  it('runs nothing and loads nothing when it is opened as one', async () => {
    await start({
      pages: {
        '/feed.atom': file('application/atom+xml', '<feed/>'),
        '/api/v1/vendors': file('application/json', '{}'),
      },
    })
    for (const path of ['/feed.atom', '/api/v1/vendors'])
      expect((await site.get(path)).headers['content-security-policy']).toBe("default-src 'none'; sandbox")
  })
})

describe('every kind of answer', () => {
  const pages: ServeOptions['pages'] = {
    '/page': page('x'),
    '/feed.atom': file('application/atom+xml', '<feed/>'),
    '/api/v1/vendors': file('application/json', '{}'),
    '/admin': page('x'),
    '/gone': notFound,
    '/broken': failing,
    '/moved': (_request, response) => void response.writeHead(308, { location: '/page' }).end(),
  }

  it.each(Object.keys(pages))('%s tells browsers not to guess, and what not to pass on', async (path) => {
    await start({ pages })
    const { headers } = await site.get(path)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; /)
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  it('pages are a window of their own and use no device', async () => {
    await start({ pages })
    const { headers } = await site.get('/page')
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['permissions-policy']).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/)
  })

  it('is to be had by https only where the site is', async () => {
    await start({ pages, publicUrl: 'https://outages.example' })
    for (const path of ['/page', '/feed.atom', '/api/v1/vendors'])
      expect((await site.get(path)).headers['strict-transport-security']).toBe('max-age=31536000')
  })
})
