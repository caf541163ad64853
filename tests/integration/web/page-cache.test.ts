import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { log } from '#lib/log.ts'
import { noteRenderError } from '#lib/web/next/render-errors.ts'
import { type FakePage, failing, file, gate, page, type Served, type ServeOptions, serve, until } from './served.ts'

const LONG = 'All services were affected for a short while. '.repeat(100)
const SECOND = 1_000

let site: Served

async function start(options: ServeOptions): Promise<void> {
  site = await serve(options)
}

afterEach(() => site.close())

/** A page that says how often it has been rendered. */
function counting() {
  let count = 0
  return page(() => `<p>render ${++count}</p>`)
}

describe('what is kept', () => {
  it('a page is rendered once and then comes from memory, the same to the byte', async () => {
    await start({ pages: { '/vendors/courier': page(LONG) } })
    const first = await site.get('/vendors/courier')
    const second = await site.get('/vendors/courier')
    expect(site.asked).toEqual(['GET /vendors/courier'])
    expect(second.bytes).toEqual(first.bytes)
    expect(second.headers.etag).toBe(first.headers.etag)
    expect(site.counts).toMatchObject({ fromMemory: 1, shared: 1 })
  })

  it('the order of parameters and parameters that no page reads make no second page', async () => {
    await start({ pages: { '/vendors/courier': page(LONG) } })
    await site.get('/vendors/courier?window=12m&kind=all')
    await site.get('/vendors/courier?kind=all&window=12m&utm_source=mail')
    await site.get('/vendors/courier?fbclid=x&kind=all&window=12m')
    expect(site.asked).toEqual(['GET /vendors/courier?kind=all&window=12m'])
  })

  it('other values of known parameters are other pages', async () => {
    await start({ pages: { '/vendors/courier': counting() } })
    await site.get('/vendors/courier?window=12m')
    const other = await site.get('/vendors/courier?window=24m')
    expect(other.text).toContain('render 2')
  })

  it('a page that was not found is kept too, with its status', async () => {
    await start({ pages: {} })
    await site.get('/vendors/nobody')
    const again = await site.get('/vendors/nobody')
    expect(again.status).toBe(404)
    expect(again.text).toContain('Not found')
    expect(site.asked).toHaveLength(1)
  })

  it.each([301, 307, 308, 400, 410, 500])('an answer with status %i is not', async (status) => {
    await start({ pages: { '/vendors/courier': page('x', status) } })
    await site.get('/vendors/courier')
    expect((await site.get('/vendors/courier')).status).toBe(status)
    expect(site.asked).toHaveLength(2)
  })

  it.each([
    'application/atom+xml; charset=utf-8',
    'application/rss+xml',
    'application/feed+json',
    'text/calendar; charset=utf-8',
    'text/csv; charset=utf-8',
    'image/svg+xml',
    'application/x-ndjson',
    'text/markdown; charset=utf-8',
    'text/plain; charset=utf-8',
    'application/xml',
  ])('%s for taking away is', async (type) => {
    await start({ pages: { '/vendors/courier/file': file(type, LONG) } })
    await site.get('/vendors/courier/file')
    const again = await site.get('/vendors/courier/file')
    expect(again.headers['content-type']).toBe(type)
    expect(again.text).toBe(LONG)
    expect(site.asked).toHaveLength(1)
  })

  it.each(['text/x-component', 'application/octet-stream', 'text/event-stream'])('%s is not', async (type) => {
    await start({ pages: { '/file': file(type, LONG) } })
    await site.get('/file')
    expect((await site.get('/file')).text).toBe(LONG)
    expect(site.asked).toHaveLength(2)
  })

  it('what its own handler calls private is not', async () => {
    await start({ pages: { '/file.csv': file('text/csv', LONG, { 'cache-control': 'no-store' }) } })
    await site.get('/file.csv')
    expect((await site.get('/file.csv')).headers['cache-control']).toBe('no-store')
    expect(site.asked).toHaveLength(2)
  })

  it('what would set a cookie is neither kept nor gives the cookie to anybody', async () => {
    await start({ pages: { '/': file('text/html', LONG, { 'set-cookie': 'a=b' }) } })
    await site.get('/')
    expect((await site.get('/')).headers['set-cookie']).toBeUndefined()
    expect(site.asked).toHaveLength(2)
  })

  it('a page that has moved since is forgotten', async () => {
    let hasMoved = false
    const moving = page(LONG)
    await start({
      pages: {
        '/vendors/courier': (request, response) => {
          if (!hasMoved) return moving(request, response)
          response.writeHead(308, { location: '/vendors/courier-new' }).end()
        },
      },
    })
    await site.get('/vendors/courier')
    hasMoved = true
    site.pages.drop('courier')
    expect((await site.get('/vendors/courier')).headers.location).toBe('/vendors/courier-new')
    site.database.isAway = true
    expect((await site.get('/vendors/courier')).status).toBe(308)
  })
})

describe('what is sent', () => {
  it('is what browsers and shared caches may do with a page', async () => {
    await start({ pages: { '/vendors/courier': page(LONG) } })
    const { headers } = await site.get('/vendors/courier')
    expect(headers['cache-control']).toBe('public, max-age=0, s-maxage=60, stale-while-revalidate=60')
    expect(headers.vary).toBe('Accept-Encoding')
    expect(headers['last-modified']).toBe('Thu, 28 May 2026 00:00:00 GMT')
    expect(headers.age).toBeUndefined()
    expect(headers.warning).toBeUndefined()
  })

  it('is precompressed in the encoding that the client prefers, each with a strong ETag of its own', async () => {
    await start({ pages: { '/': page(LONG) } })
    const br = await site.get('/', { 'accept-encoding': 'gzip, deflate, br' })
    const gzip = await site.get('/', { 'accept-encoding': 'gzip' })
    const identity = await site.get('/')
    expect([br, gzip, identity].map(({ headers }) => headers['content-encoding'])).toEqual(['br', 'gzip', undefined])
    expect(new Set([br.text, gzip.text, identity.text]).size).toBe(1)
    const etags = [br, gzip, identity].map(({ headers }) => headers.etag)
    expect(new Set(etags).size).toBe(3)
    for (const etag of etags) expect(etag).toMatch(/^"[\w-]+"$/)
    for (const reply of [br, gzip, identity]) expect(reply.headers['content-length']).toBe(String(reply.bytes.length))
    expect(site.asked).toHaveLength(1)
  })

  it('is compressed only as somebody wants it, when the first one does', async () => {
    await start({ pages: { '/': page(LONG) } })
    const bytes = () => site.pages.stats().bytes
    const plain = await site.get('/')
    const withoutCompressed = bytes()
    expect(withoutCompressed).toBeLessThan(plain.bytes.length + 5_000)
    const br = await site.get('/', { 'accept-encoding': 'br' })
    expect(bytes()).toBe(withoutCompressed + br.bytes.length)
    const gzips = await Promise.all(Array.from({ length: 20 }, () => site.get('/', { 'accept-encoding': 'gzip' })))
    expect(bytes()).toBe(withoutCompressed + br.bytes.length + (gzips[0]?.bytes.length ?? 0))
    for (const gzip of gzips) expect(gzip.text).toBe(plain.text)
    expect(site.asked).toEqual(['GET /'])
  })

  it('stays compressed when a new render says the same, and counts once', async () => {
    await start({ pages: { '/': page(LONG) } })
    const bytes = () => site.pages.stats().bytes
    await site.get('/', { 'accept-encoding': 'br' })
    const before = bytes()
    site.pass(3_600 * SECOND)
    await site.get('/')
    expect(site.asked).toEqual(['GET /', 'GET /'])
    expect(bytes()).toBe(before)
    const gzip = await site.get('/', { 'accept-encoding': 'gzip' })
    expect(bytes()).toBe(before + gzip.bytes.length)
  })

  it('is 304 to a client that has an encoding which nobody has asked this process for', async () => {
    await start({ pages: { '/': page(LONG) } })
    const etag = String((await site.get('/')).headers.etag).replace(/"$/, '-br"')
    const { bytes } = site.pages.stats()
    expect((await site.get('/', { 'accept-encoding': 'br', 'if-none-match': etag })).status).toBe(304)
    expect(site.pages.stats().bytes).toBe(bytes)
  })

  it('is nothing but the head for HEAD, from the same copy', async () => {
    await start({ pages: { '/': page(LONG), '/gone': page('gone', 404) } })
    const head = await site.send('/', { method: 'HEAD' })
    const get = await site.get('/')
    expect(head).toMatchObject({ status: 200, bytes: Buffer.alloc(0) })
    for (const name of ['etag', 'content-length', 'content-type', 'cache-control', 'content-security-policy'])
      expect(head.headers[name]).toBe(get.headers[name])
    expect((await site.send('/gone', { method: 'HEAD' })).status).toBe(404)
    expect(site.asked).toEqual(['GET /', 'GET /gone'])
  })

  it('is 304 to a client that has it, by ETag or else by date', async () => {
    await start({ pages: { '/': page(LONG) } })
    const { headers } = await site.get('/')
    const etag = String(headers.etag)
    const known = [
      { 'if-none-match': etag },
      { 'if-none-match': `"other", W/${etag}` },
      { 'if-none-match': '*' },
      { 'if-modified-since': String(headers['last-modified']) },
      { 'if-modified-since': 'Fri, 29 May 2026 00:00:00 GMT' },
    ]
    for (const condition of known) {
      const reply = await site.get('/', condition)
      expect(reply).toMatchObject({ status: 304, bytes: Buffer.alloc(0) })
      expect(reply.headers).toMatchObject({ etag, 'cache-control': headers['cache-control'], vary: headers.vary })
    }
    const unknown = [
      { 'if-none-match': '"other"' },
      { 'if-none-match': '"other"', 'if-modified-since': String(headers['last-modified']) },
      { 'if-none-match': etag, 'accept-encoding': 'br' },
      { 'if-modified-since': 'Wed, 27 May 2026 00:00:00 GMT' },
      { 'if-modified-since': 'yesterday' },
    ]
    for (const condition of unknown) expect((await site.get('/', condition)).status).toBe(200)
  })

  it('keeps its date when a new render is the same, and gets a new one when it is not', async () => {
    let content = LONG
    await start({ pages: { '/': page(() => content) } })
    const first = await site.get('/')
    site.pass(3_600 * SECOND)
    const same = await site.get('/')
    expect(same.headers['last-modified']).toBe(first.headers['last-modified'])
    expect(same.headers.etag).toBe(first.headers.etag)
    content += 'Resolved.'
    site.pass(3_600 * SECOND)
    const changed = await site.get('/')
    expect(changed.headers['last-modified']).toBe('Thu, 28 May 2026 02:00:00 GMT')
    expect(changed.headers.etag).not.toBe(first.headers.etag)
  })

  it('has the date that the handler knows', async () => {
    const date = 'Wed, 20 May 2026 10:00:00 GMT'
    await start({ pages: { '/feed.atom': file('application/atom+xml', LONG, { 'last-modified': date }) } })
    expect((await site.get('/feed.atom')).headers['last-modified']).toBe(date)
    expect((await site.get('/feed.atom', { 'if-modified-since': date })).status).toBe(304)
  })
})

describe('how long', () => {
  it('a page is fresh for 60 s', async () => {
    await start({ pages: { '/': counting() } })
    await site.get('/')
    site.pass(59 * SECOND)
    expect((await site.get('/')).text).toContain('render 1')
    expect(site.asked).toHaveLength(1)
  })

  it('a hundred readers at once wait for one render of a page that is not there yet', async () => {
    const waiting = gate()
    await start({
      pages: {
        '/': async (request, response) => {
          await waiting.isOpen
          await page(LONG)(request, response)
        },
      },
    })
    const replies = Array.from({ length: 100 }, () => site.get('/', { 'accept-encoding': 'br' }))
    await until(async () => site.asked.length > 0)
    waiting.open()
    const etags = new Set((await Promise.all(replies)).map(({ headers }) => headers.etag))
    expect(etags.size).toBe(1)
    expect(site.asked).toHaveLength(1)
  })

  it('a stale one is sent once more while one render refreshes it', async () => {
    const waiting = gate()
    let count = 0
    await start({
      pages: {
        '/': async (request, response) => {
          count += 1
          if (count > 1) await waiting.isOpen
          await page(`<p>render ${count}</p>`)(request, response)
        },
      },
    })
    await site.get('/')
    site.pass(61 * SECOND)
    for (let i = 0; i < 5; i += 1) expect((await site.get('/')).text).toContain('render 1')
    expect(site.asked).toHaveLength(2)
    waiting.open()
    await until(async () => (await site.get('/')).text.includes('render 2'))
    expect(site.asked).toHaveLength(2)
  })

  it('one too old for that is made anew while the reader waits', async () => {
    await start({ pages: { '/': counting() } })
    await site.get('/')
    site.pass(661 * SECOND)
    expect((await site.get('/')).text).toContain('render 2')
  })
})

describe('one render at a time', () => {
  it('all who ask meanwhile get the result of the first', async () => {
    const waiting = gate()
    await start({
      pages: {
        '/': async (request, response) => {
          await waiting.isOpen
          await page(LONG)(request, response)
        },
      },
    })
    const replies = Array.from({ length: 20 }, (_, i) => site.get('/', i % 2 ? { 'accept-encoding': 'br' } : {}))
    await until(() => site.asked.length > 0)
    waiting.open()
    for (const reply of await Promise.all(replies)) expect(reply.text).toContain(LONG)
    expect(site.asked).toEqual(['GET /'])
  })

  it('the leaving of the one who asked first takes nothing from the others', async () => {
    const waiting = gate()
    await start({
      pages: {
        '/': async (request, response) => {
          await waiting.isOpen
          await page(LONG)(request, response)
        },
      },
    })
    const leaving = new AbortController()
    const first = fetch(site.origin, { signal: leaving.signal }).catch(() => 'left')
    await until(() => site.asked.length > 0)
    const second = site.get('/')
    leaving.abort()
    expect(await first).toBe('left')
    waiting.open()
    expect((await second).text).toContain(LONG)
    expect(site.asked).toHaveLength(1)
  })
})

describe('a change', () => {
  it("drops the vendor's pages and the global ones, and no other vendor's", async () => {
    const paths = ['/', '/compare?vendors=a,b', '/vendors/courier', '/vendors/courier/feed.atom', '/vendors/workos']
    await start({
      pages: {
        '/': counting(),
        '/compare': counting(),
        '/vendors/courier': counting(),
        '/vendors/courier/feed.atom': counting(),
        '/vendors/workos': counting(),
      },
    })
    const texts = async () => Promise.all(paths.map(async (path) => /render \d/.exec((await site.get(path)).text)?.[0]))
    await texts()
    site.pages.drop('courier')
    expect(await texts()).toEqual(['render 2', 'render 2', 'render 2', 'render 2', 'render 1'])
    site.pages.drop(null)
    expect(await texts()).toEqual(['render 3', 'render 3', 'render 3', 'render 3', 'render 2'])
  })

  it('drops the page of a vendor that was not found until now', async () => {
    const pages: ServeOptions['pages'] = {}
    await start({ pages })
    expect((await site.get('/vendors/courier')).status).toBe(404)
    pages['/vendors/courier'] = page(LONG)
    site.pages.drop('courier')
    expect((await site.get('/vendors/courier')).status).toBe(200)
    expect((await site.get('/vendors/courier')).status).toBe(200)
    expect(site.asked).toHaveLength(2)
  })

  it.each([
    ['of the vendor', 'courier', '/vendors/courier'],
    ['of anything', null, '/vendors/courier'],
    ['of a vendor, for a global page,', 'courier', '/'],
  ])(
    '%s that comes during a render keeps what was read before it from being sent after it',
    async (_what, vendor, path) => {
      const waiting = gate()
      let stored = 'before'
      await start({
        pages: {
          [path]: async (request, response) => {
            const read = stored
            if (read === 'before') await waiting.isOpen
            await page(read)(request, response)
          },
        },
      })
      const early = site.get(path)
      await until(() => site.asked.length === 1)
      stored = 'after'
      site.pages.drop(vendor)
      expect((await site.get(path)).text).toContain('after')
      waiting.open()
      expect((await early).text).toContain('before')
      expect((await site.get(path)).text).toContain('after')
      expect(site.asked).toHaveLength(2)
    },
  )

  it('of another vendor during a render does no harm', async () => {
    const waiting = gate()
    await start({
      pages: {
        '/vendors/courier': async (request, response) => {
          await waiting.isOpen
          await page(LONG)(request, response)
        },
      },
    })
    const early = site.get('/vendors/courier')
    await until(() => site.asked.length === 1)
    site.pages.drop('workos')
    waiting.open()
    await early
    await site.get('/vendors/courier')
    expect(site.asked).toHaveLength(1)
  })

  it('that nobody could tell us about: while that may happen, every reader gets a render', async () => {
    await start({ pages: { '/': counting() } })
    site.pages.setInformed(false)
    await site.get('/')
    expect((await site.get('/')).text).toContain('render 2')
    site.pages.setInformed(true)
    expect((await site.get('/')).text).toContain('render 3')
    expect((await site.get('/')).text).toContain('render 3')
  })
})

describe('the API', () => {
  const LIST = '/api/v1/vendors/courier/incidents'
  /** Says how often it has been made. */
  const countingJson = (): FakePage => {
    let count = 0
    return (request, response) => file('application/json', JSON.stringify({ made: ++count }))(request, response)
  }
  const made = async (headers?: Record<string, string>, path = LIST) =>
    JSON.parse((await site.get(path, headers)).text).made

  it('is made once for everybody until its vendor changes, or a minute has passed', async () => {
    await start({ pages: { [LIST]: countingJson() } })
    expect([await made(), await made(), await made({}, `${LIST}?`)]).toEqual([1, 1, 1])
    site.pages.drop('workos')
    expect(await made()).toBe(1)
    site.pages.drop('courier')
    expect(await made()).toBe(2)
    site.pass(61 * SECOND)
    // Nobody gets an old copy while a new one is made.
    expect(await made()).toBe(3)
  })

  it('is made anew for whoever has a token or a session', async () => {
    await start({ pages: { [LIST]: countingJson() } })
    await made()
    expect(await made({ authorization: 'Bearer x' })).toBe(2)
    expect(await made({ cookie: 'outage-history.session_token=x' })).toBe(3)
    expect(await made()).toBe(1)
  })

  it('keeps no problem, and lets the route refuse what it does not know', async () => {
    const problem = file('application/problem+json', '{"status":404}', { 'cache-control': 'no-store' })
    await start({ pages: { '/api/v1/vendors/nobody': problem, [LIST]: countingJson() } })
    for (const path of ['/api/v1/vendors/nobody', `${LIST}?widnow=2025`, `${LIST}?limit=`]) {
      await site.get(path)
      await site.get(path)
    }
    expect(site.asked).toHaveLength(6)
    expect(site.asked.at(-1)).toBe(`GET ${LIST}?limit=`)
  })
})

describe('the bound', () => {
  it('gives up the page not asked for longest', async () => {
    const body = 'x'.repeat(3_000)
    await start({
      pages: { '/a': page(body), '/b': page(body), '/c': page(body) },
      maxBytes: { main: 18_000 },
    })
    await site.get('/a')
    await site.get('/b')
    await site.get('/a')
    await site.get('/c')
    expect(site.pages.stats().bytes).toBeLessThanOrEqual(18_000)
    const asked = site.asked.length
    await site.get('/a')
    await site.get('/c')
    expect(site.asked).toHaveLength(asked)
    await site.get('/b')
    expect(site.asked).toHaveLength(asked + 1)
  })

  it('is a small one for addresses that visitors can make up, so that these push out no page', async () => {
    await start({
      pages: { '/vendors/courier': page(LONG), '/search': page(LONG), '/at': page(LONG) },
      maxBytes: { unbounded: 30_000 },
    })
    await site.get('/vendors/courier')
    for (let i = 0; i < 50; i += 1) {
      await site.get(`/search?q=word${i}`)
      await site.get(`/vendors/courier?asOf=2026-01-01T00:00:${i}Z`)
      await site.get(`/vendors/courier?cursor=c${i}`)
      await site.get(`/at?t=${i}`)
      await site.get(`/made-up-${i}`)
    }
    expect(site.pages.stats().bytes).toBeLessThan(60_000)
    const asked = site.asked.length
    await site.get('/vendors/courier')
    expect(site.asked).toHaveLength(asked)
  })
})

describe('when the database is away', () => {
  it('a page that was dropped is sent all the same, and says that and how old it is', async () => {
    await start({ pages: { '/vendors/courier': page(LONG) } })
    await site.get('/vendors/courier')
    site.pass(90 * SECOND)
    site.database.isAway = true
    site.pages.drop(null)
    const reply = await site.get('/vendors/courier', { 'accept-encoding': 'br' })
    expect(reply.status).toBe(200)
    expect(reply.text).toContain(LONG)
    expect(reply.headers).toMatchObject({
      age: '90',
      warning: '110 - "Response is Stale"',
      'cache-control': 'no-cache',
    })
    expect(site.asked).toHaveLength(1)
  })

  it('so is one whose render finds out that it is', async () => {
    let isBroken = false
    await start({
      pages: {
        '/': (request, response) => (isBroken ? unavailable(request, response) : page(LONG)(request, response)),
      },
    })
    await site.get('/')
    isBroken = true
    site.pass(61 * SECOND)
    site.pages.drop(null)
    const reply = await site.get('/')
    expect(reply).toMatchObject({ status: 200, headers: { age: '61', warning: expect.stringContaining('110') } })
  })

  it('a stale page whose refresh fails says so from then on', async () => {
    let isBroken = false
    await start({
      pages: {
        '/': (request, response) => (isBroken ? unavailable(request, response) : page(LONG)(request, response)),
      },
    })
    await site.get('/')
    isBroken = true
    site.pass(61 * SECOND)
    expect((await site.get('/')).headers.warning).toBeUndefined()
    await until(async () => (await site.get('/')).headers.warning)
    site.pass(3 * SECOND)
    expect((await site.get('/')).headers).toMatchObject({ age: '64', warning: '110 - "Response is Stale"' })
  })

  it('a page is not tried again for two seconds after that, and then it is', async () => {
    let isBroken = false
    await start({
      pages: {
        '/': (request, response) => (isBroken ? unavailable(request, response) : page(LONG)(request, response)),
      },
    })
    await site.get('/')
    isBroken = true
    site.pages.drop(null)
    for (let i = 0; i < 5; i += 1) await site.get('/')
    expect(site.asked).toHaveLength(2)
    isBroken = false
    site.pass(2 * SECOND)
    expect((await site.get('/')).headers.warning).toBeUndefined()
    expect(site.asked).toHaveLength(3)
  })

  it('what is not held gets 503 with Retry-After and a page for people that needs nothing else', async () => {
    await start({ pages: { '/vendors/courier': failing } })
    site.database.isAway = true
    const reply = await site.get('/vendors/courier', { accept: 'text/html,*/*;q=0.8' })
    expect(reply.status).toBe(503)
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.text).toMatch(/<html lang="en">[\s\S]*<title>[^<]+<\/title>[\s\S]*<h1>[\s\S]*<a href="\/">/)
    expect(reply.text).not.toMatch(/<script|src=|<link/)
  })

  it('a page that hangs ends soon after four and a half seconds, with an old copy or 503', async () => {
    let isHanging = false
    const hanging: FakePage = (request, response) => (isHanging ? undefined : page(LONG)(request, response))
    const loading: FakePage = async (request, response) => {
      await sleep(6_000)
      await page(LONG)(request, response)
    }
    const vendors = { '/vendors/github': hanging, '/vendors/courier': hanging }
    await start({ pages: { '/': hanging, ...vendors, '/admin': hanging, '/compare': loading } })
    // The first of each kind may take longer.
    const first = site.get('/compare')
    for (const path of ['/', '/vendors/github', '/admin']) await site.get(path)
    isHanging = true
    site.pages.drop(null)
    const started = performance.now()
    const [held, missing, own] = await Promise.all(['/', '/vendors/courier', '/admin'].map((path) => site.get(path)))
    expect(held).toMatchObject({ status: 200, headers: { warning: '110 - "Response is Stale"' } })
    expect(missing).toMatchObject({ status: 503, headers: { 'retry-after': '10' } })
    expect(own).toMatchObject({ status: 503, headers: { 'retry-after': '10' } })
    expect(performance.now() - started).toBeLessThan(8_000)
    expect(await first).toMatchObject({ status: 200 })
  })

  it('the API says so as a problem', async () => {
    await start({ pages: { '/api/v1/vendors': failing } })
    site.database.isAway = true
    const reply = await site.get('/api/v1/vendors', { accept: 'text/html' })
    expect(reply).toMatchObject({ status: 503, headers: { 'content-type': 'application/problem+json' } })
    expect(JSON.parse(reply.text)).toMatchObject({ status: 503, code: 'database_unavailable' })
  })

  it.each(['feed.atom', 'feed.rss', 'feed.json', 'calendar.ics', 'incidents.csv'])(
    'a reader of %s gets 503 and no empty feed',
    async (file) => {
      await start({ pages: { [`/vendors/courier/${file}`]: failing } })
      site.database.isAway = true
      const reply = await site.get(`/vendors/courier/${file}`)
      expect(reply).toMatchObject({ status: 503, headers: { 'content-type': 'application/problem+json' } })
      expect(reply.headers['retry-after']).toBeDefined()
    },
  )

  it('a fault of ours is still a 500, in words', async () => {
    await start({ pages: { '/': failing } })
    const reply = await site.get('/')
    expect(reply.status).toBe(500)
    expect(reply.text).toMatch(/<title>This page failed/)
    expect(reply.headers['retry-after']).toBeUndefined()
  })
})

describe('an answer that fails for itself', () => {
  it.each([
    ['a statement that takes too long', '57014', 'slow', 'This page took too long', 'took_too_long'],
    ['a lock that is not to be had', '55P03', 'busy', 'The site is busy', 'busy'],
    ['a deadlock', '40P01', 'busy', 'The site is busy', 'busy'],
    ['a full disk', '53100', 'full', 'The database is full', 'no_room'],
  ] as const)(
    'by %s is a 503 in words, counted, and no other page suffers',
    async (_what, code, counter, title, name) => {
      await start({
        pages: { '/slow': brokenBy(code), '/slow.csv': brokenBy(code), '/': counting(), '/admin': brokenBy(code) },
      })
      await site.get('/')
      site.pages.drop(null)
      const replies = await Promise.all(['/slow', '/slow.csv', '/admin'].map((path) => site.get(path)))
      for (const reply of replies) {
        expect(reply.status).toBe(503)
        expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
      }
      const [shown, parsed, own] = replies
      for (const reply of [shown, own]) expect(reply?.text).toContain(`<h1>${title}</h1>`)
      expect(JSON.parse(parsed?.text ?? '')).toMatchObject({ code: name })
      expect(site.counts).toMatchObject({ [counter]: 3, failed: 0 })
      // The next page is made anew: nobody thinks that the database is away.
      const other = await site.get('/')
      expect(other.text).toContain('render 2')
      expect(other.headers.warning).toBeUndefined()
    },
  )

  it('leaves the old copy to be sent, which alone is not tried again for two seconds', async () => {
    let isBroken = false
    const page = counting()
    await start({
      pages: {
        '/': (request, response) => (isBroken ? brokenBy('57014') : page)(request, response),
        '/other': counting(),
      },
    })
    await site.get('/')
    site.pages.drop(null)
    isBroken = true
    for (let i = 0; i < 5; i += 1) {
      expect(await site.get('/')).toMatchObject({ status: 200, headers: { warning: '110 - "Response is Stale"' } })
    }
    await site.get('/other')
    expect(site.asked).toEqual(['GET /', 'GET /', 'GET /other'])
    isBroken = false
    site.pass(2 * SECOND)
    expect((await site.get('/')).text).toContain('render 2')
  })

  it('because it got no turn says that the site is busy, without a stack for each in the log', async () => {
    const { isOpen, open } = gate()
    const hanging: FakePage = async (request, response) => {
      await isOpen
      await page(LONG)(request, response)
    }
    const names = Array.from({ length: 32 }, (_, n) => `/vendors/v${n}`)
    await start({ pages: Object.fromEntries(names.map((name) => [name, hanging])) })
    const [warn, error] = [vi.spyOn(log, 'warn'), vi.spyOn(log, 'error')]
    const replies = names.map((name) => site.get(name))
    await until(() => site.counts.busy === 20)
    open()
    const statuses = (await Promise.all(replies)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 503)).toHaveLength(20)
    expect(site.counts).toMatchObject({ busy: 20, failed: 0 })
    expect(error).not.toHaveBeenCalled()
    expect(warn.mock.calls.length).toBeLessThanOrEqual(1)
    expect(JSON.stringify(warn.mock.calls)).not.toContain('    at ')
    vi.restoreAllMocks()
    expect(await site.get('/vendors/v31')).toMatchObject({ status: 200 })
  })

  it('and is the word of a handler is counted too', async () => {
    const busy: FakePage = (_request, response) => {
      noteRenderError(Object.assign(new Error('canceling statement'), { code: '57014' }))
      response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{"code":"took_too_long"}')
    }
    await start({ pages: { '/api/v1/runs': busy } })
    expect(await site.get('/api/v1/runs')).toMatchObject({ status: 503, text: '{"code":"took_too_long"}' })
    expect(site.counts).toMatchObject({ slow: 1, failed: 0 })
  })
})

/** What Next sends of a page that the database has failed in this way. */
function brokenBy(code: string): FakePage {
  return (request, response) => {
    noteRenderError(Object.assign(new Error('of the database'), { code }))
    return failing(request, response)
  }
}

/** What our own handlers answer when the database is away. */
const unavailable: ServeOptions['pages'][string] = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{}')
}
