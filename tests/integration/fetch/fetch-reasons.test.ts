import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { createFetcher } from '#lib/fetch/fetch-document.ts'
import { reasonOf } from '#lib/fetch/fetch-reasons.ts'

const fetcher = createFetcher({ allowCidrs: ['127.0.0.1/32'], userAgent: 'test', totalTimeoutMs: 2_000 })
let server: Server | undefined

afterEach(() => server?.close())

/** A server that says so much to whoever connects, as soon as something has come. */
function saying(text: string | null): Server {
  return createTcpServer((socket: Socket) => {
    socket.on('error', () => {})
    socket.once('data', () => (text === null ? socket.resetAndDestroy() : socket.end(text)))
  })
}

async function listen(listening: Server): Promise<number> {
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return (listening.address() as AddressInfo).port
}

const messageOf = async (url: string): Promise<string> =>
  await fetcher.fetch(url).then(
    () => 'it was read',
    (error: Error) => error.message,
  )

const HTTP = 'HTTP/1.1 200 OK\r\n'

describe('what an operator reads of an exchange that failed', () => {
  it.each<[string, 'http' | 'https', () => Server, string]>([
    ['speaks no TLS', 'https', () => saying('HTTP/1.1 400 Bad Request\r\n\r\n'), 'it does not speak TLS there'],
    ['has no certificate', 'https', () => createTlsServer({}), 'a secure connection (TLS) could not be established'],
    ['resets', 'http', () => saying(null), 'the server closed the connection too early'],
    ['hangs up', 'http', () => saying(''), 'the server closed the connection too early'],
    ['speaks something else', 'http', () => saying('220 smtp.example.com\r\n'), 'its response is not valid HTTP'],
    [
      'sends a head without end',
      'http',
      () => saying(`${HTTP}x: ${'y'.repeat(70_000)}`),
      'the header of its response is too long',
    ],
    [
      'stops early',
      'http',
      () => saying(`${HTTP}content-length: 9\r\n\r\nx`),
      'the server closed the connection too early',
    ],
    [
      'sends no gzip as gzip',
      'http',
      () => saying(`${HTTP}content-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc`),
      'its body is not encoded as its header says',
    ],
    [
      'sends no brotli as brotli',
      'http',
      () => saying(`${HTTP}content-encoding: br\r\ncontent-length: 9\r\n\r\n<!doctype`),
      'its body is not encoded as its header says',
    ],
  ])('from a server that %s', async (_what, scheme, make, reason) => {
    const url = `${scheme}://127.0.0.1:${await listen(make())}/`
    expect(await messageOf(url)).toBe(`${url} could not be read: ${reason}.`)
  })

  it('from a port where nobody listens', async () => {
    const port = await listen(saying(''))
    await new Promise((resolve) => server?.close(resolve))
    const url = `http://127.0.0.1:${port}/`
    expect(await messageOf(url)).toBe(`${url} could not be read: the server refuses the connection.`)
  })

  it('from one that was ended from here', async () => {
    const url = `http://127.0.0.1:${await listen(createTcpServer())}/`
    const stop = new AbortController()
    const read = fetcher.fetch(url, { signal: stop.signal })
    stop.abort()
    await expect(read).rejects.toThrow(`${url} could not be read: the request`)
  })

  it.each([
    'CERT_HAS_EXPIRED',
    'CERT_SIGNATURE_FAILURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ENOTFOUND',
    'EADDRNOTAVAIL',
    'HPE_INVALID_CONSTANT',
    'ERR_BROTLI_DECODER_ERROR_FORMAT_PADDING_1',
    'SOMETHING_NEW',
  ])('never has a code in it, such as %s', (code) => {
    expect(reasonOf(code)).toMatch(/^(?:its|it|the|a) [a-z ()HLPST]+$/)
  })
})
