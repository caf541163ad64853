import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import {
  type FakePage,
  failing,
  file,
  gate,
  notFound,
  page,
  type Served,
  type ServeOptions,
  serve,
  until,
} from './served.ts'

const LONG = 'All services were affected for a short while. '.repeat(100)
const SESSION = 'theme=dark; outage-history.session_token=abc.def'

let site: Served

async function start(options: ServeOptions): Promise<void> {
  site = await serve(options)
}

afterEach(() => site.close())

describe('who is signed in', () => {
  it.each([SESSION, '__Secure-outage-history.session_token=abc.def'])('gets pages of his own: %s', async (cookie) => {
    await start({ pages: { '/vendors/courier': page(LONG) } })
    await site.get('/vendors/courier')
    const reply = await site.get('/vendors/courier', { cookie })
    expect(reply.headers['cache-control']).toBe('private, no-store')
    expect(reply.headers['content-security-policy']).toContain("script-src 'self' 'sha256-")
    expect(site.asked).toHaveLength(2)
    expect(site.lastAsked().headers.cookie).toBe(cookie)
  })

  it('leaves none of them to others', async () => {
    await start({ pages: { '/': (request, response) => page(request.headers.cookie ?? 'nobody')(request, response) } })
    await site.get('/', { cookie: SESSION })
    expect((await site.get('/')).text).toContain('nobody')
  })

  it.each(['/_next/static/chunks/a.js', '/script/site-a.js'])(
    'shares %s, a file of the build, with everybody',
    async (path) => {
      await start({
        pages: {
          [path]: file('application/javascript', LONG, { 'cache-control': 'public, max-age=31536000, immutable' }),
        },
      })
      await site.get(path)
      const reply = await site.get(path, { cookie: SESSION, 'accept-encoding': 'br' })
      expect(reply.headers).toMatchObject({
        'content-encoding': 'br',
        'cache-control': 'public, max-age=31536000, immutable',
      })
      expect(site.asked).toHaveLength(1)
    },
  )

  it('is who has a session; other cookies change nothing and reach nobody', async () => {
    await start({ pages: { '/': page(LONG) } })
    await site.get('/', { cookie: 'theme=dark' })
    await site.get('/', { cookie: 'theme=light' })
    expect(site.asked).toHaveLength(1)
    expect(site.lastAsked().headers.cookie).toBeUndefined()
  })
})

describe("Next's router", () => {
  it.each(['/admin', '/admin/vendors', '//admin', '/Admin/runs'])('never asks for the admin area: %s', async (path) => {
    await start({ pages: { [path]: page('private') } })
    await site.get(`${path}?_rsc=1x2y`, {
      rsc: '1',
      'next-router-prefetch': '1',
      'next-router-state-tree': 'x',
      cookie: SESSION,
    })
    expect(site.lastAsked().url).toBe(path)
    expect(Object.keys(site.lastAsked().headers).filter((name) => name === 'rsc' || name.startsWith('next-'))).toEqual(
      [],
    )
    expect(site.lastAsked().headers.cookie).toBe(SESSION)
  })

  it.each([
    ['/vendors/courier', { rsc: '1' }],
    ['/vendors/courier?_rsc=1x2y', {}],
    ['/vendors/courier?window=12m&_rsc=1x2y&kind=all', {}],
    ['/vendors/courier', { 'next-router-state-tree': '%5B%5D' }],
    ['/vendors/courier', { 'next-router-prefetch': '1' }],
    ['/vendors/courier', { 'next-router-segment-prefetch': '/_tree' }],
    ['/vendors/courier', { 'next-url': '/' }],
  ])('is given the page itself, of which nothing is kept: %s %o', async (path, headers) => {
    await start({
      pages: {
        '/vendors/courier': (request, response) =>
          request.headers.rsc || request.url?.includes('_rsc')
            ? file('text/x-component', '0:{}')(request, response)
            : page(LONG)(request, response),
      },
    })
    const answer = await site.get(path, headers as Record<string, string>)
    expect(answer.text).toContain(LONG)
    expect(answer.headers['cache-control']).toBe('private, no-store')
    expect(site.lastAsked().url).toBe(path.replace('_rsc=1x2y&', '').replace('?_rsc=1x2y', ''))
    expect((await site.get('/vendors/courier')).text).toContain(LONG)
    await site.get(path, headers as Record<string, string>)
    expect(site.asked).toHaveLength(3)
  })
})

describe('an address that no page has', () => {
  it.each([
    '/vendors/courier.rsc',
    '/admin/runs/1.rsc?a=b',
    '/vendors/courier.RSC/',
    '/vendors/courier.rsc#x',
    '/vendors/courier.segments/_tree.segment.rsc',
  ])('is not found where Next would answer its router, with a status of 200: %s', async (path) => {
    await start({ pages: { [path.split('?', 1)[0] ?? '']: file('text/x-component', '0:{}') } })
    expect((await site.get(path)).status).toBe(404)
    expect((await site.get(path, { cookie: SESSION })).status).toBe(404)
    expect(site.asked).toEqual([])
  })

  it.each(['/vendors/%00', '/search?q=a%00b', '/api/v1/search?q=%00', '/admin/people/%00'])(
    'is refused before it reaches the database: %s',
    async (path) => {
      await start({ pages: { [path.split('?', 1)[0] ?? '']: failing } })
      expect((await site.get(path)).status).toBe(400)
      expect((await site.send(path, { method: 'POST', body: 'a=b' })).status).toBe(400)
      expect(site.asked).toEqual([])
    },
  )
})

describe('what is never kept', () => {
  it.each(['/admin', '/admin/sign-in', '/api/v1/runs/1', '//admin', '/%61dmin'])('%s', async (path) => {
    await start({ pages: { [path]: page(LONG) } })
    await site.get(path)
    const reply = await site.get(path)
    expect(reply.headers['cache-control']).toBe('private, no-store')
    expect(site.asked).toHaveLength(2)
  })

  it('what is not read: POST', async () => {
    await start({ pages: { '/admin/vendors': page(LONG) } })
    await site.send('/admin/vendors', { method: 'POST', body: 'a=b' })
    await site.get('/admin/vendors')
    expect(site.asked).toEqual(['POST /admin/vendors', 'GET /admin/vendors'])
  })

  it('but the API may say otherwise for what it gives away', async () => {
    await start({
      pages: { '/api/v1/openapi.json': file('application/json', '{}', { 'cache-control': 'public, max-age=300' }) },
    })
    expect((await site.get('/api/v1/openapi.json')).headers['cache-control']).toBe('public, max-age=300')
  })
})

describe('what Next gets to hear', () => {
  it('of a visitor: nothing that would make it believe something', async () => {
    await start({ pages: { '/admin': page(LONG) } })
    await site.get('/admin', {
      'x-middleware-subrequest': 'middleware',
      'x-nextjs-data': '1',
      'x-invoke-path': '/secret',
      'x-matched-path': '/secret',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
      'x-real-ip': '203.0.113.9',
      'content-security-policy': "script-src 'nonce-evil'",
      'content-security-policy-report-only': "script-src 'nonce-evil'",
      [CLIENT_ADDRESS_HEADER]: '203.0.113.9',
      'accept-language': 'de',
    })
    expect(site.lastAsked().headers).toEqual({
      host: expect.stringContaining('127.0.0.1'),
      connection: 'close',
      'accept-language': 'de',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      [CLIENT_ADDRESS_HEADER]: '127.0.0.1',
    })
  })

  it('of a reader of a page for everybody: nothing at all', async () => {
    await start({ pages: { '/': page(LONG) }, publicUrl: 'https://outages.example' })
    await site.get('/?utm_source=a', {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'accept-language': 'de',
      'user-agent': 'evil',
      authorization: 'Bearer x',
      'content-security-policy': "script-src 'nonce-evil'",
    })
    expect(site.asked).toEqual(['GET /'])
    expect(site.lastAsked().headers).toEqual({
      host: 'outages.example',
      'x-forwarded-proto': 'https',
      'user-agent': 'outage-history-page-cache',
      accept: '*/*',
    })
  })

  it('of a proxy that we trust: the address that the proxy saw', async () => {
    await start({ pages: { '/admin': page(LONG) }, trustProxy: true })
    await site.get('/admin', { 'x-forwarded-for': '203.0.113.9, 192.0.2.7' })
    expect(site.lastAsked().headers[CLIENT_ADDRESS_HEADER]).toBe('192.0.2.7')
  })
})

describe('an answer for one visitor', () => {
  it('comes with its body, method and cookies', async () => {
    const bodies: string[] = []
    await start({
      pages: {
        '/api/auth/sign-in/email': async (request, response) => {
          let body = ''
          for await (const chunk of request) body += chunk
          bodies.push(`${request.method} ${request.headers['content-type']} ${body}`)
          response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['a=1; HttpOnly', 'b=2'] })
          response.end('{}')
        },
      },
    })
    const reply = await site.send('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":"a@example.org"}',
    })
    expect(bodies).toEqual(['POST application/json {"email":"a@example.org"}'])
    expect(reply.headers['set-cookie']).toEqual(['a=1; HttpOnly', 'b=2'])
  })

  it('is compressed on the way, be it short or too long to hold', async () => {
    const long = LONG.repeat(200)
    await start({
      pages: { '/api/short': file('application/json', LONG), '/api/long': file('application/json', long) },
    })
    for (const [path, text] of [
      ['/api/short', LONG],
      ['/api/long', long],
    ] as const) {
      const reply = await site.get(path, { 'accept-encoding': 'gzip' })
      expect(reply.headers['content-encoding']).toBe('gzip')
      expect(reply.text).toBe(text)
      expect(reply.bytes.length).toBeLessThan(text.length / 5)
      expect((await site.get(path)).text).toBe(text)
    }
  })

  it('has no body for HEAD and 204', async () => {
    await start({
      pages: {
        '/api/v1/vendors': file('application/json', LONG),
        '/api/nothing': (_request, response) => void response.writeHead(204).end(),
      },
    })
    expect(await site.send('/api/v1/vendors', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    const nothing = await site.get('/api/nothing')
    expect(nothing).toMatchObject({ status: 204, text: '' })
    expect(nothing.headers['content-length']).toBeUndefined()
  })

  it('of events arrives event by event, and ends when the reader leaves', async () => {
    let hasLeft = false
    await start({
      pages: {
        '/api/v1/runs/1/events': (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          response.write('data: 1\n\n')
          response.once('close', () => {
            hasLeft = !response.writableFinished
          })
        },
      },
    })
    const leaving = new AbortController()
    const events = await fetch(`${site.origin}/api/v1/runs/1/events`, { signal: leaving.signal })
    const { value } = (await events.body?.getReader().read()) ?? {}
    expect(new TextDecoder().decode(value)).toBe('data: 1\n\n')
    leaving.abort()
    await until(() => hasLeft)
  })

  it('is a problem where an API path leads nowhere or does not take the method', async () => {
    await start({ pages: { '/api/v1/vendors': (_request, response) => void response.writeHead(405).end() } })
    const nowhere = await site.get('/api/v1/nowhere')
    expect(nowhere).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } })
    const wrong = await site.send('/api/v1/vendors', { method: 'DELETE' })
    expect(wrong).toMatchObject({ status: 405, headers: { 'content-type': 'application/problem+json' } })
  })

  it('is left alone where the API words its own errors', async () => {
    await start({
      pages: {
        '/api/v1/vendors/x': (_request, response) =>
          void response
            .writeHead(404, { 'content-type': 'application/problem+json' })
            .end('{"detail":"There is no vendor \\"x\\"."}'),
      },
    })
    expect((await site.get('/api/v1/vendors/x')).text).toContain('no vendor')
  })

  it('too long to share is rendered for each reader, who gets all of it', async () => {
    const huge = LONG.repeat(2_000)
    await start({ pages: { '/vendors/courier/incidents.csv': file('text/csv', huge) } })
    expect((await site.get('/vendors/courier/incidents.csv')).text).toHaveLength(huge.length)
    const again = await site.get('/vendors/courier/incidents.csv', { 'accept-encoding': 'gzip' })
    expect(again.text).toHaveLength(huge.length)
    expect(site.pages.stats().pages).toBe(0)
  })
})

describe('pages that fail', () => {
  it('are in words for who is signed in too, with the status that fits', async () => {
    await start({ pages: { '/admin': failing } })
    expect(await site.get('/admin', { cookie: SESSION })).toMatchObject({
      status: 500,
      text: expect.stringContaining('This page failed'),
    })
    site.database.isAway = true
    expect(await site.get('/admin', { cookie: SESSION })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '10' },
    })
  })

  it('because their handler throws are a 500', async () => {
    await start({
      pages: {
        '/': async () => {
          throw new Error('canary')
        },
      },
    })
    const reply = await site.get('/')
    expect(reply.status).toBe(500)
    expect(reply.text).not.toContain('canary')
  })

  it('because nothing is there can be read without a script', async () => {
    const shell: ServeOptions['pages'][string] = (_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' })
      response.end('<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>')
    }
    await start({ pages: { '/vendors/nobody': shell, '/_not-found': notFound } })
    for (const headers of [{}, { cookie: SESSION }]) {
      const reply = await site.get('/vendors/nobody', headers)
      expect(reply.status).toBe(404)
      expect(reply.text).toContain('<h1>Not found</h1>')
    }
  })
})

describe('a target that is none', () => {
  it.each(['http://evil.example/', 'evil'])('gets 400: %s', async (path) => {
    await start({ pages: {} })
    expect((await site.get(path)).status).toBe(400)
    expect(site.asked).toEqual([])
  })

  it('a method that we do not know gets 405', async () => {
    await start({ pages: {} })
    expect((await site.send('/', { method: 'PROPFIND' })).status).toBe(405)
    expect(site.asked).toEqual([])
  })
})

describe('a visitor who asks for too much', () => {
  it('gets 429 with Retry-After, in the form that he reads, while pages in memory cost nothing', async () => {
    await start({
      pages: { '/': page(LONG), '/vendors/courier': page(LONG), '/api/v1/vendors': file('application/json', '{}') },
      bucket: 5,
    })
    await site.get('/')
    await site.get('/api/v1/vendors')
    const asPage = await site.get('/vendors/courier', { accept: 'text/html' })
    expect(asPage).toMatchObject({
      status: 429,
      headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': '1' },
    })
    const asProblem = await site.get('/api/v1/restatements')
    expect(asProblem).toMatchObject({ status: 429, headers: { 'content-type': 'application/problem+json' } })
    for (const path of ['/', '/api/v1/vendors']) expect((await site.get(path)).status).toBe(200)
    expect(site.counts.limited).toBe(2)
    site.pass(1_000)
    expect((await site.get('/vendors/courier')).status).toBe(200)
  })

  it('pays for a page what the last ones of its kind have cost', async () => {
    let cpuMs = 0
    const dear = (_request: unknown, response: { end(text: string): void }) => {
      cpuMs += 40
      response.end('<!DOCTYPE html><html><head></head><body>dear</body></html>')
    }
    const pages = { '/vendors/a': dear, '/vendors/b': dear, '/vendors/c': dear, '/at': page(LONG) }
    await start({ pages, bucket: 20, cpuMs: () => cpuMs })
    // Ten milliseconds are assumed of the first: 4 tokens. It takes 40: 16 tokens, which are just left.
    expect((await site.get('/vendors/a')).status).toBe(200)
    expect((await site.get('/vendors/b')).status).toBe(200)
    expect((await site.get('/vendors/c')).status).toBe(429)
    site.pass(1_000)
    expect((await site.get('/at')).status).toBe(200)
  })

  it('pays for a question to a program what the last ones have cost, however cheap it is to read its address', async () => {
    let cpuMs = 0
    const answer: FakePage = ({ method }, response) => {
      if (method === 'POST') cpuMs += 40
      response.writeHead(405).end()
    }
    await start({ pages: { '/mcp': answer }, bucket: 20, cpuMs: () => cpuMs })
    const ask = () => site.send('/mcp', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    for (let i = 0; i < 10; i += 1) expect((await site.get('/mcp')).status).toBe(405)
    site.pass(1_000)
    // 4 tokens at first, then 16.
    for (const status of [405, 405, 429]) expect((await ask()).status).toBe(status)
  })

  it('waits in the queue of reads with a question to a program, once its body is there', async () => {
    const waiting = gate()
    const answer: FakePage = async (_request, response) => {
      await waiting.isOpen
      response.end('{}')
    }
    await start({ pages: { '/mcp': answer, '/': page(LONG) } })
    const headers = { 'content-type': 'application/json' }
    const slow = Array.from({ length: 20 }, () => {
      const outgoing = request(`${site.origin}/mcp`, { method: 'POST', headers, agent: false })
      outgoing.on('error', () => {})
      outgoing.write('{')
      return outgoing
    })
    // Those who send slowly keep nobody waiting.
    expect((await site.get('/')).status).toBe(200)
    for (const outgoing of slow) outgoing.destroy()
    const asking = Array.from({ length: 2 }, () => site.send('/mcp', { method: 'POST', headers, body: '{}' }))
    await until(() => site.asked.filter((asked) => asked === 'POST /mcp').length === 2)
    const busy = await site.send('/mcp', { method: 'POST', headers, body: '{}' })
    waiting.open()
    await Promise.all(asking)
    expect(busy).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    expect(JSON.parse(busy.text)).toMatchObject({ jsonrpc: '2.0', error: { message: expect.stringContaining('busy') } })
  })

  it('cannot help himself with headers', async () => {
    await start({ pages: { '/vendors/courier': page(LONG), '/': page(LONG) }, bucket: 4 })
    await site.get('/', { 'x-forwarded-for': '192.0.2.1' })
    expect((await site.get('/vendors/courier', { 'x-forwarded-for': '192.0.2.2' })).status).toBe(429)
  })
})
