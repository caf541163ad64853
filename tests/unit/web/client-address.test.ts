import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { CLIENT_ADDRESS_HEADER as NAME_IN_AUTH } from '#lib/auth.ts'
import { CLIENT_ADDRESS_HEADER, clientAddress } from '#lib/web/client-address.ts'

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

  it('reaches sign-in under the name that sign-in reads', () => {
    expect(CLIENT_ADDRESS_HEADER).toBe(NAME_IN_AUTH)
  })
})
