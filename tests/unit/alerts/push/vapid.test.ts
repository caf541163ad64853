import { createPublicKey } from 'node:crypto'
import { jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { makeVapidKeys, vapidHeader } from '#lib/alerts/push/vapid.ts'

it('signs for one push service, for less than a day', async () => {
  const keys = makeVapidKeys()
  const now = new Date('2026-03-01T10:00:00Z')
  const endpoint = new URL('https://updates.push.services.mozilla.com/wpush/v2/abc')
  const header = vapidHeader(keys, endpoint, 'mailto:ada@example.com', now)
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? []
  expect(key).toBe(keys.publicKey)
  const point = Buffer.from(key, 'base64url')
  expect([point.length, point[0]]).toEqual([65, 4])
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')]
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const { payload, protectedHeader } = await jwtVerify(token, publicKey, { currentDate: now })
  expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'ES256' })
  expect(payload).toEqual({
    aud: 'https://updates.push.services.mozilla.com',
    exp: now.getTime() / 1_000 + 12 * 3_600,
    sub: 'mailto:ada@example.com',
  })
})
