import { afterEach, describe, expect, it } from 'vitest'
import { file, page, type Served, type ServeOptions, serve } from './served.ts'

let site: Served

async function start(options: ServeOptions): Promise<void> {
  site = await serve(options)
}

afterEach(() => site.close())

const FEED = '/vendors/courier/feed.atom'
const LIST = '/api/v1/vendors'

describe('a page of another origin', () => {
  it('may read what is public, and nothing of an admin or a session', async () => {
    const pages = {
      [FEED]: file('application/atom+xml', '<feed/>'),
      [LIST]: file('application/json', '{}'),
      '/admin/audit/entries.csv': file('text/csv', 'a'),
      '/api/auth/session': file('application/json', '{}'),
      '/vendors/courier': page('<p>Courier</p>'),
    }
    await start({ pages })
    const origins = await Promise.all(
      Object.keys(pages).map(async (path) => (await site.get(path)).headers['access-control-allow-origin']),
    )
    expect(origins).toEqual(['*', '*', undefined, undefined, undefined])
    expect((await site.get(LIST)).headers['access-control-allow-credentials']).toBeUndefined()
  })

  it.each([FEED, LIST])('is told before it asks for %s that it may send conditions, and no more', async (path) => {
    await start({ pages: {} })
    const asked = { origin: 'https://e.example', 'access-control-request-method': 'GET' }
    const { status, headers } = await site.send(path, { method: 'OPTIONS', headers: asked })
    expect({ status, headers }).toMatchObject({
      status: 204,
      headers: {
        allow: 'GET, HEAD, OPTIONS',
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, HEAD',
        'access-control-allow-headers': 'Accept, If-None-Match, If-Modified-Since',
      },
    })
  })
})

describe('a method that an address does not have', () => {
  it.each(['DELETE', 'PUT', 'PATCH', 'POST'])('%s of a page is refused and does not reach it', async (method) => {
    await start({ pages: { '/vendors/courier': page('<p>Courier</p>') } })
    const answer = await site.send('/vendors/courier', { method })
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, OPTIONS' } })
    expect(answer.text).not.toContain('<p>Courier</p>')
  })

  it('is refused at a form of an admin with what the form has', async () => {
    await start({ pages: {} })
    const { status, headers, text } = await site.send('/admin/vendors', { method: 'PUT' })
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS, POST'])
    expect(text).not.toContain('can only be read')
  })

  it('OPTIONS of a page says which it has', async () => {
    await start({ pages: {} })
    expect(await site.send('/', { method: 'OPTIONS' })).toMatchObject({
      status: 204,
      headers: { allow: 'GET, HEAD, OPTIONS' },
    })
    expect((await site.send('/admin/vendors', { method: 'OPTIONS' })).headers.allow).toContain('POST')
  })
})

describe('a cache', () => {
  it('keeps one copy of a file, whatever Next’s router sends', async () => {
    const headers = { vary: 'rsc, next-router-state-tree, next-router-prefetch, Origin' }
    await start({
      pages: {
        [FEED]: file('application/atom+xml', '<feed/>', headers),
        [LIST]: file('application/json', '{}', headers),
      },
    })
    for (const path of [FEED, LIST]) expect((await site.get(path)).headers.vary).toBe('Origin, Accept-Encoding')
  })

  it('learns how old a page is that is being refreshed', async () => {
    await start({ pages: { '/vendors/courier': page('<p>Courier</p>') } })
    const { headers } = await site.get('/vendors/courier')
    site.pass(90_000)
    expect((await site.get('/vendors/courier')).headers.age).toBe('90')
    site.pass(30_000)
    const known = { 'if-none-match': String(headers.etag) }
    expect(await site.get('/vendors/courier', known)).toMatchObject({ status: 304 })
  })

  it('may ask whether what the API said has changed', async () => {
    await start({ pages: { [LIST]: file('application/json', '{"vendors":[]}') } })
    const { headers, status } = await site.get(LIST)
    expect({ status, cache: headers['cache-control'] }).toEqual({ status: 200, cache: 'public, no-cache' })
    const etag = String(headers.etag)
    expect(await site.get(LIST, { 'if-none-match': etag })).toMatchObject({ status: 304, headers: { etag }, text: '' })
    const strong = etag.replace('W/', '')
    expect((await site.get(LIST, { 'if-none-match': `"a", ${strong}` })).status).toBe(304)
    expect((await site.get(LIST, { 'if-none-match': '"other"' })).status).toBe(200)
    const own = await site.get(LIST, { 'if-none-match': etag, authorization: 'Bearer x' })
    expect(own).toMatchObject({ status: 200, headers: { 'cache-control': 'private, no-store' } })
    expect(own.headers.etag).toBeUndefined()
  })
})
