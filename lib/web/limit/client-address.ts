import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/**
 * The client's address. Behind a trusted proxy it is the last one of X-Forwarded-For, which the proxy itself appended;
 * a visitor can write anything before it.
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
 * An address as proxies write it (RFC 7239, section 6, and shorter forms): quoted or not, with or without a port, an
 * IPv6 address in brackets where a port may follow. Null for anything else, such as a number alone.
 */
function readAddress(written: string): string | null {
  const text = written.replace(/^"(.*)"$/, '$1')
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? []
  if (bracketed !== undefined) return ipaddr.IPv6.isValid(bracketed) ? bracketed : null
  const [, dotted = text] = /^([\d.]+)(?::\d{1,5})?$/.exec(text) ?? []
  return ipaddr.IPv4.isValidFourPartDecimal(dotted) || ipaddr.IPv6.isValid(dotted) ? dotted : null
}

/** The key of one visitor: an IPv4 address, or an IPv6 /64, which belongs to one household. */
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
