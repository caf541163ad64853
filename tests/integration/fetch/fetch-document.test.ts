import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFetcher, type Fetcher } from '#lib/fetch/fetch-document.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let base: string
let answer: Answer
let requests: { url: string | undefined; headers: IncomingMessage['headers'] }[]
let fetcher: Fetcher

const USER_AGENT = 'OutageHistory/test (+http://localhost:3000)'
const SETTINGS = { allowCidrs: ['127.0.0.1/32'], userAgent: USER_AGENT }
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

beforeEach(async () => {
  requests = []
  answer = (_, response) => response.end('hello')
  server = createServer((request, response) => {
    requests.push({ url: request.url, headers: request.headers })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fetcher = createFetcher({ ...SETTINGS, totalTimeoutMs: 60_000 })
})

afterEach(async () => {
  await fetcher.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe('an exchange', () => {
  it('names the site and brings bytes, type and validators', async () => {
    answer = (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/plain; charset=x', etag: 'W/"a b"', 'cache-control': 'max-age=90' })
        .end('hello')
    const read = await fetcher.fetch(`${base}/x`)
    expect(read).toMatchObject({
      kind: 'document',
      url: `${base}/x`,
      contentType: 'text/plain; charset=x',
      validators: { etag: 'W/"a b"', lastModified: null },
      freshSeconds: 90,
    })
    expect(requests[0]?.headers['user-agent']).toBe(USER_AGENT)
  })

  it('sends validators back to the letter and reports 304 as not modified', async () => {
    answer = (_, response) => response.writeHead(304).end()
    const validators = { etag: '"q\'uo"', lastModified: 'Mon, 17 Aug 2026 21:01:19 GMT' }
    expect(await fetcher.fetch(base, { validators })).toMatchObject({ kind: 'not-modified' })
    expect(requests[0]?.headers).toMatchObject({
      'if-none-match': validators.etag,
      'if-modified-since': validators.lastModified,
    })
  })

  it.each([
    ['gzip', gzipSync('hello')],
    ['br', brotliCompressSync('hello')],
    ['deflate', deflateSync('hello')],
    ['gzip, br', brotliCompressSync(gzipSync('hello'))],
  ])('undoes %s', async (encoding, body) => {
    answer = (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body)
    const read = await fetcher.fetch(base)
    expect(read.kind === 'document' && text(read.bytes)).toBe('hello')
  })

  it.each([
    ['3600', 3600],
    ['-5', 0],
    ['1000000000000', 86_400],
    ['soon', null],
  ])('reads Retry-After: %s', async (header, seconds) => {
    answer = (_, response) => response.writeHead(429, { 'retry-after': header }).end()
    await expect(fetcher.fetch(base)).rejects.toMatchObject({
      code: 'http_429',
      status: 429,
      retryAfterSeconds: seconds,
    })
  })
})

describe('limits', () => {
  it('stops a small body that unpacks to a huge one', async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000))
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    const before = process.memoryUsage().rss
    await expect(fetcher.fetch(base)).rejects.toMatchObject({ code: 'too_large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })

  it('stops an endless body', async () => {
    answer = (_, response) => {
      response.on('error', () => undefined)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 32)));
      }
      response.on('drain', more)
      more()
    }
    await expect(fetcher.fetch(base, { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'too_large' })
  })

  it.each([
    ['an answer that never comes', () => undefined],
    ['a body that drips', (_: IncomingMessage, response: ServerResponse) => drip(response)],
  ] as [string, Answer][])('gives up on %s', async (_, silence) => {
    answer = silence
    const hasty = createFetcher({ ...SETTINGS, totalTimeoutMs: 1_500 })
    await expect(hasty.fetch(base)).rejects.toMatchObject({ code: 'timeout' })
    await hasty.close()
  })

  it('refuses encodings stacked deeper than five and ones it did not ask for', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-encoding': Array(6).fill('gzip').join(', ') }).end('x')
    await expect(fetcher.fetch(base)).rejects.toMatchObject({ code: 'too_many_encodings' })
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'lzma' }).end('x')
    await expect(fetcher.fetch(base)).rejects.toMatchObject({ code: 'unknown_encoding' })
  })

  it('says so when a body is not encoded as its header says', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip at all')
    await expect(fetcher.fetch(base)).rejects.toThrow('not encoded as its header says')
  })
})

describe('redirects', () => {
  it('follows five and keeps each hop', async () => {
    answer = ({ url }, response) => {
      const hop = Number(url?.slice(1))
      if (hop < 5) response.writeHead(hop % 2 === 0 ? 301 : 302, { location: `/${hop + 1}` }).end()
      else response.end('there')
    }
    const read = await fetcher.fetch(`${base}/0`)
    expect(read).toMatchObject({ kind: 'document', url: `${base}/5`, redirects: [{ status: 301 }, {}, {}, {}, {}] })
  })

  it('does not follow a sixth', async () => {
    answer = (_, response) => response.writeHead(302, { location: '/' }).end()
    await expect(fetcher.fetch(base)).rejects.toMatchObject({ code: 'too_many_redirects' })
    expect(requests).toHaveLength(6)
  })

  it.each([
    'file:///etc/passwd',
    'gopher://example.org/',
    'http://169.254.169.254/latest',
    'http://[::]/',
    'http://u:p@127.0.0.1/',
  ])('refuses one to %s', async (location) => {
    answer = (_, response) => response.writeHead(302, { location }).end()
    await expect(fetcher.fetch(base)).rejects.toMatchObject({ code: 'refused_address' })
  })
})

describe('private networks are closed by default', () => {
  const spellings = [
    '127.0.0.1',
    'localhost',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '0',
    '[::ffff:7f00:1]',
    '[::ffff:127.0.0.1]',
    '127.1',
    '①②⑦.0.0.1',
  ]

  it.each(spellings)('%s is not reached', async (host) => {
    const closed = createFetcher({ allowCidrs: [], userAgent: USER_AGENT })
    const port = new URL(base).port
    await expect(closed.fetch(`http://${host}:${port}/`)).rejects.toMatchObject({ code: 'refused_address' })
    await expect(closed.fetch(`http://${host}/`)).rejects.toMatchObject({ code: 'refused_address' })
    expect(requests).toEqual([])
    await closed.close()
  })

  it.each([
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '[fd00::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
  ])('%s is not reached', async (host) => {
    const closed = createFetcher({ allowCidrs: [], userAgent: USER_AGENT })
    await expect(closed.fetch(`http://${host}/`)).rejects.toMatchObject({ code: 'refused_address' })
    await closed.close()
  })

  it('a port other than 80 and 443 is not read', async () => {
    const closed = createFetcher({ allowCidrs: [], userAgent: USER_AGENT })
    await expect(closed.fetch('http://example.org:22/')).rejects.toMatchObject({ code: 'refused_address' })
    await closed.close()
  })
})

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write('.'), 50)
  response.on('close', () => clearInterval(timer))
}
