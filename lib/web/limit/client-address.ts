import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

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
  return (last !== undefined && readAddress(last)) || socketAddress
}

/**
 * An address as proxies write it (RFC 7239, section 6, and those that say less): quoted or not, with a port or without, an IPv6
 * address in brackets where a port may follow. Null for anything else: a number alone, say, is a port and no address.
 */
function readAddress(written: string): string | null {
  const text = written.replace(/^"(.*)"$/, '$1')
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? []
  if (bracketed !== undefined) return ipaddr.IPv6.isValid(bracketed) ? bracketed : null
  const [, dotted = text] = /^([\d.]+)(?::\d{1,5})?$/.exec(text) ?? []
  return ipaddr.IPv4.isValidFourPartDecimal(dotted) || ipaddr.IPv6.isValid(dotted) ? dotted : null
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
