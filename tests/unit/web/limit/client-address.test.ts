import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { addressBlock, clientAddress } from '#lib/web/limit/client-address.ts'

function request(forwardedFor?: string): IncomingMessage {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }
  return { headers, socket: { remoteAddress: '10.0.0.7' } } as unknown as IncomingMessage
}

describe('the address of a client', () => {
  it("is the socket's, whatever the client says", () => {
    expect(clientAddress(request(), false)).toBe('10.0.0.7')
    expect(clientAddress(request('192.0.2.1'), false)).toBe('10.0.0.7')
  })

  it('is, behind a proxy that we trust, the one that the proxy appended', () => {
    expect(clientAddress(request('192.0.2.1'), true)).toBe('192.0.2.1')
    expect(clientAddress(request('203.0.113.9, 192.0.2.1'), true)).toBe('192.0.2.1')
    expect(clientAddress(request('2001:db8::1'), true)).toBe('2001:db8::1')
  })

  it.each([undefined, '', 'somebody', '192.0.2.1, unknown'])(
    "is the proxy's own when it appended none: %j",
    (header) => {
      expect(clientAddress(request(header), true)).toBe('10.0.0.7')
    },
  )

  it.each([
    ['192.0.2.1:5678', '192.0.2.1'],
    ['203.0.113.9:1, 192.0.2.1:65535', '192.0.2.1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['"[2001:db8::1]:443"', '2001:db8::1'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ])('is read without the port that some proxies add: %s', (header, address) => {
    expect(clientAddress(request(header), true)).toBe(address)
  })

  it.each([
    '192.0.2.1:',
    '192.0.2.1:123456',
    '[192.0.2.1]:80',
    '[2001:db8::1]443',
    '2001:db8::1:x',
    '1.2.3:80',
    '8080',
  ])('is no guess at what cannot be one: %s', (header) => {
    expect(clientAddress(request(header), true)).toBe('10.0.0.7')
  })

  it('counts as one visitor whatever its port, and an IPv6 household as one', () => {
    const blockOf = (header: string) => addressBlock(clientAddress(request(header), true))
    const blocks = ['192.0.2.1:1', '192.0.2.1:2', '::ffff:192.0.2.1'].map(blockOf)
    expect(new Set(blocks)).toEqual(new Set(['192.0.2.1']))
    expect(blockOf('[2001:db8::1]:443')).toBe(blockOf('2001:db8::2'))
  })
})
