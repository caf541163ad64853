import { expect, it } from 'vitest'
import { type CachedPage, makePage } from '#lib/web/cache/cached-page.ts'
import { readPageAddress } from '#lib/web/cache/page-address.ts'

const HTML = '<p>All services were affected for a short while.</p>'.repeat(100)

function make(html: string, before: CachedPage | null, headers = {}): CachedPage {
  const address = readPageAddress('/vendors/courier')
  if (address === null) throw new Error('This is the address of a page.')
  const answer = { status: 200, headers: { 'content-type': 'text/html', ...headers }, body: Buffer.from(html) }
  const page = makePage(address, answer, { before, now: Date.UTC(2026, 4, 28), securityHeaders: () => [] })
  return { ...page, freshUntil: 0, staleUntil: 0, pausedUntil: 0 }
}

it('a page that says the same as before is not compressed again', async () => {
  const before = make(HTML, null)
  const sendable = await before.variants.br?.makeSendable()
  const page = make(HTML, before)
  expect(page.variants.br?.sendable).toBe(sendable)
  expect(page.bytes).toBe(before.bytes)
})

it.each([
  ['says something else', HTML.replace('short', 'long'), {}],
  ['is sent with other headers', HTML, { 'speculation-rules': '"/rules.json"' }],
])('a page that %s is compressed for whoever asks first', async (_what, html, headers) => {
  const before = make(HTML, null)
  await before.variants.br?.makeSendable()
  expect(make(html, before, headers).variants.br?.sendable).toBeNull()
})

it('a page does not use what is released with the one before', async () => {
  const before = { ...make(HTML, null), release: () => {} }
  await before.variants.br?.makeSendable()
  expect(make(HTML, before).variants.br?.sendable).toBeNull()
})
