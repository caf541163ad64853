import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compress, preferredEncoding } from '#lib/web/cache/encoding.ts'

describe('the encoding to send', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['BR', 'br'],
    ['*', 'br'],
    ['*;q=0.5, br;q=0', 'gzip'],
    ['identity', 'identity'],
    ['identity, gzip;q=0.5', 'identity'],
    ['deflate', 'identity'],
    ['gzip;q=0, br;q=0', 'identity'],
    ['gzip;q=nonsense', 'identity'],
  ])('for %j is %s', (header, encoding) => {
    expect(preferredEncoding(header)).toBe(encoding)
    expect(preferredEncoding(header)).toBe(encoding)
  })
})

describe('compressing', () => {
  const text = Buffer.from('All services were affected for a short while. '.repeat(100))

  it('can be undone', async () => {
    expect(brotliDecompressSync((await compress(text, 'text/html', 'br')) ?? '')).toEqual(text)
    expect(gunzipSync((await compress(text, 'text/html', 'gzip')) ?? '')).toEqual(text)
  })

  it.each(['text/html; charset=utf-8', 'application/atom+xml', 'image/svg+xml', 'application/json', 'text/calendar'])(
    'is done for %s',
    async (type) => expect(await compress(text, type, 'gzip')).not.toBeNull(),
  )

  it.each(['image/png', 'font/woff2', 'application/octet-stream', ''])('is not done for %j', async (type) => {
    expect(await compress(text, type, 'gzip')).toBeNull()
  })

  it('is not done where nothing is gained', async () => {
    expect(await compress(Buffer.from('short'), 'text/html', 'br')).toBeNull()
  })
})
