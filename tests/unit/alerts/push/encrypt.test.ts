import { createECDH } from 'node:crypto'
import { expect, it } from 'vitest'
import { encryptPush, isUsableKey, MAX_MESSAGE_BYTES } from '#lib/alerts/push/encrypt.ts'
import { subscribeBrowserAt } from '#tests/support/alerts/browser-subscription.ts'

const bytes = (text: string) => Buffer.from(text, 'base64url')

it('encrypts the example of RFC 8291 as the RFC does', () => {
  const sender = createECDH('prime256v1')
  sender.setPrivateKey(bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'))
  const body = encryptPush(
    Buffer.from('When I grow up, I want to be a watermelon'),
    {
      p256dh: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
      auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
    },
    { salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'), sender },
  )
  expect(body.toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

it('fits the longest message into one record', () => {
  const browser = subscribeBrowserAt('https://push.example.com/1')
  const { p256dh, auth } = browser.json.keys
  const text = JSON.stringify({ body: 'x'.repeat(MAX_MESSAGE_BYTES - 11) })
  expect(Buffer.byteLength(text)).toBe(MAX_MESSAGE_BYTES)
  const body = encryptPush(Buffer.from(text), { p256dh: bytes(p256dh), auth: bytes(auth) })
  expect(browser.read({ method: 'POST', path: '/', headers: {}, body })).toEqual(JSON.parse(text))
  expect(body.length).toBe(86 + 4_096)
})

it.each([
  ['nothing', ''],
  ['a point that is not on the curve', Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString('base64url')],
  ['a compressed point', createCompressed()],
])('%s is no key', (_what, key) => {
  expect(isUsableKey(bytes(key))).toBe(false)
})

function createCompressed(): string {
  return createECDH('prime256v1').generateKeys('base64url', 'compressed')
}
