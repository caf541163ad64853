import { expect, it } from 'vitest'
import { readEndpoint } from '#lib/alerts/push/endpoint.ts'

it.each([
  'https://fcm.googleapis.com/fcm/send/abc:def',
  'https://fcm.googleapis.com/wp/abc',
  'https://updates.push.services.mozilla.com/wpush/v2/abc',
  'https://wns2-par02p.notify.windows.com/w/?token=abc',
  'https://web.push.apple.com/abc',
])('%s is an endpoint', (endpoint) => {
  expect(readEndpoint(endpoint).href).toBe(endpoint)
})

it.each([
  ['https://push.example.com/abc', 'push.example.com is not a push service that this site knows'],
  ['https://fcm.googleapis.com.example.com/abc', 'fcm.googleapis.com.example.com is not a push service'],
  ['https://notify.windows.com.example.com/abc', 'is not a push service'],
  ['https://evilnotify.windows.com/abc', 'is not a push service'],
  ['http://fcm.googleapis.com/wp/abc', 'over https'],
  ['https://fcm.googleapis.com:8443/wp/abc', 'is not a push service'],
  ['https://user@fcm.googleapis.com/wp/abc', 'is not a push service'],
  ['https://169.254.169.254/latest', '169.254.169.254 is not a push service'],
  ['fcm.googleapis.com', 'is not the address that a browser gives'],
  [`https://fcm.googleapis.com/${'a'.repeat(1_000)}`, 'is not the address that a browser gives'],
])('%s is none', (endpoint, sentence) => {
  expect(() => readEndpoint(endpoint)).toThrow(sentence)
})
