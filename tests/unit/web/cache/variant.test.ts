import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, it, vi } from 'vitest'
import { variantsOf } from '#lib/web/cache/variant.ts'

const TEXT = Buffer.from('All services were affected for a short while. '.repeat(100))
const CONTENT = { digest: 'a'.repeat(43), headers: ['Vary', 'Accept-Encoding'] }

it('a hundred who want one encoding at once wait for one compression', async () => {
  const variants = variantsOf(TEXT, 'text/html', CONTENT)
  variants.onGrown = vi.fn()
  const made = await Promise.all(Array.from({ length: 100 }, () => variants.gzip.makeSendable()))
  expect(new Set(made).size).toBe(1)
  expect(gunzipSync(made[0]?.body as Buffer)).toEqual(TEXT)
  expect(variants.onGrown).toHaveBeenCalledTimes(1)
  expect(variants.gzip.sendable).toBe(made[0])
  expect(variants.br?.sendable).toBeNull()
})

it.each([
  ['of a type that is compressed already', 'image/png', TEXT],
  ['shorter than its headers', 'text/html', Buffer.from('short')],
])('a body %s has no other form from the start', (_what, type, body) => {
  const { br, gzip, identity } = variantsOf(body, type, CONTENT)
  expect([br, gzip]).toEqual([identity, identity])
  expect(identity.sendable?.body).toBe(body)
})

it('a body that compression would lengthen is sent as it is, with the ETag of that form', async () => {
  const body = randomBytes(2_000)
  const variants = variantsOf(body, 'text/plain', CONTENT)
  const { headers, body: sent } = (await variants.br?.makeSendable()) ?? { headers: [] }
  expect(sent).toBe(body)
  expect(headers).not.toContain('Content-Encoding')
  expect(variants.br).toBe(variants.identity)
})
