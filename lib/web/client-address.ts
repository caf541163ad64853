import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/** How handlers learn the address of the client; always overwritten here. Sign-in (lib/auth.ts) reads the same name. */
export const CLIENT_ADDRESS_HEADER = 'x-outage-history-client'

/**
 * The address that a request came from. Behind a proxy that we trust, it is the last one of X-Forwarded-For: the one that
 * the proxy itself appended, while a visitor can write what he likes before it.
 */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const socketAddress = request.socket.remoteAddress ?? ''
  if (!trustProxy) return socketAddress
  const last = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  return last !== undefined && ipaddr.isValid(last) ? last : socketAddress
}

/** What counts as one visitor: an IPv4 address, or an IPv6 /64, of which one household has all addresses. */
export function addressBlock(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${parsed
    .toByteArray()
    .slice(0, 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}/64`
}
