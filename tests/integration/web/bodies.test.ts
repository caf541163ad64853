import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakePage, page, type Served, serve } from './served.ts'

const MB = 1_000_000
const DOCUMENTS = '/api/v1/vendors/courier/documents'

let site: Served
/** What became of each body that a handler began to read. */
let read: string[]

/** Reads the body to its end, as a route handler does. */
const pending: FakePage = async (incoming, response) => {
  let length = 0
  try {
    for await (const chunk of incoming) length += chunk.length
  } catch (error) {
    read.push(`failed: ${error instanceof Error ? error.message : error}`)
    response.writeHead(400, { 'content-type': 'application/problem+json' }).end('{}')
    return
  }
  read.push(`${length} bytes`)
  response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify({ length }))
}

async function start(): Promise<void> {
  read = []
  site = await serve({ pages: { [DOCUMENTS]: pending, '/api/v1/vendors': pending, '/': page('x') } })
}

afterEach(() => site.close())

/** Sends without a length, until somebody says stop; gives back status, seconds and the bytes that went out. */
function sendEndlessly(path: string): Promise<{ status: number; seconds: number; sent: number; body: string }> {
  const { hostname, port } = new URL(site.origin)
  const started = performance.now()
  const chunk = Buffer.alloc(64_000, 'x')
  let sent = 0
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method: 'POST', agent: false }, (response) => {
      let body = ''
      response.on('data', (data) => {
        body += data
      })
      const done = () =>
        resolve({ status: response.statusCode ?? 0, seconds: (performance.now() - started) / 1000, sent, body })
      response.on('close', done)
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The other side hangs up in the end; what counts is that the answer came first.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    const pump = () => {
      while (!outgoing.destroyed) {
        sent += chunk.length
        if (!outgoing.write(chunk)) return outgoing.once('drain', pump)
      }
    }
    pump()
  })
}

describe('a body', () => {
  it.each([
    ['/api/v1/vendors', 1 * MB],
    [DOCUMENTS, 25 * MB],
  ])('to %s may have %i bytes', async (path, length) => {
    await start()
    const reply = await site.send(path, { method: 'POST', body: Buffer.alloc(length) })
    expect(reply.status).toBe(202)
    expect(read).toEqual([`${length} bytes`])
  })

  it.each([
    ['/api/v1/vendors', 1 * MB + 1],
    [DOCUMENTS, 26 * MB + 1],
  ])('to %s that announces %i is refused before any of it is read', async (path, length) => {
    await start()
    const reply = await site.send(path, { method: 'POST', body: Buffer.alloc(length) })
    expect(reply).toMatchObject({
      status: 413,
      headers: { 'content-type': 'application/problem+json', connection: 'close' },
    })
    expect(JSON.parse(reply.text)).toMatchObject({ status: 413, code: 'too_large' })
    expect(site.asked).toEqual([])
  })

  it.each(['/api/v1/vendors', DOCUMENTS])(
    'to %s without an end is refused soon, and the handler never sees an end of it',
    async (path) => {
      await start()
      const before = process.memoryUsage.rss()
      const { status, seconds, body } = await sendEndlessly(path)
      expect(status).toBe(413)
      expect(JSON.parse(body)).toMatchObject({ status: 413 })
      expect(seconds).toBeLessThan(4)
      expect(process.memoryUsage.rss() - before).toBeLessThan(200 * MB)
      expect(read).toEqual([expect.stringContaining('failed: The body is larger')])
    },
  )

  it('of a GET is refused', async () => {
    await start()
    const reply = await site.send('/', { method: 'GET', headers: { 'content-length': '3' }, body: 'abc' })
    expect(reply.status).toBe(400)
    expect(site.asked).toEqual([])
  })

  it('that breaks off never looks whole', async () => {
    await start()
    const { hostname, port } = new URL(site.origin)
    await new Promise<void>((resolve) => {
      const outgoing = request({
        hostname,
        port,
        path: DOCUMENTS,
        method: 'POST',
        headers: { 'content-length': 1_000 },
      })
      outgoing.on('error', () => resolve())
      outgoing.write('half of it', () => setTimeout(() => outgoing.destroy(), 50))
    })
    await expect.poll(() => read).toEqual([expect.stringContaining('failed')])
  })
})
