import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { buildConnector } from 'undici'
import { OutageHistoryError } from '#lib/domain/errors.ts'

/** The fetcher must not reach this address. Thrown before any byte is sent. */
export class RefusedAddressError extends OutageHistoryError {
  constructor(message: string) {
    super('refused_address', message)
  }
}

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Public by the rules of ipaddr.js, but internal to a cloud: Azure's wire server. */
const DENIED_NETWORKS: Network[] = [ipaddr.parseCIDR('168.63.129.16/32')]

export interface AddressGuard {
  /** Throws RefusedAddressError unless the address is http or https, without credentials, on a usual port. */
  checkUrl(url: URL): void
  /** Connects only to allowed addresses: checks literal addresses and every address that a name resolves to. */
  connect: buildConnector.connector
}

/**
 * Rules that prevent access to private networks: only public unicast addresses, on ports 80 and 443. Addresses inside
 * `allowCidrs` are allowed on any port. Throws an Error for an entry that is not a CIDR.
 */
export function createAddressGuard(allowCidrs: readonly string[], connectTimeoutMs: number): AddressGuard {
  const allowed = allowCidrs.map((cidr): Network => {
    if (!ipaddr.isValidCIDR(cidr)) throw new Error(`FETCH_ALLOW_CIDRS: "${cidr}" is not a network such as 10.0.0.0/8.`)
    return ipaddr.parseCIDR(cidr)
  })
  const isAllowed = (address: string) => isInside(address, allowed)
  const isReachable = (address: string) => isAllowed(address) || isPublic(address)

  const lookup: LookupFunction = (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0)
      const refused = addresses.find(({ address }) => !isReachable(address))
      // A DNS answer that mixes private and public addresses is an attack: refuse all of them.
      if (refused !== undefined) return callback(refusal(hostname, refused.address), '', 0)
      const [first] = addresses as [LookupAddress]
      if (options.all) (callback as (error: null, addresses: LookupAddress[]) => void)(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
  const connectByName = buildConnector({ lookup, timeout: connectTimeoutMs })

  return {
    checkUrl(url) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        throw new RefusedAddressError(`The address must start with http or https, not "${url.protocol}".`)
      }
      if (url.username !== '' || url.password !== '') {
        throw new RefusedAddressError('The address must not contain a user name or password.')
      }
      const literal = literalAddress(url.hostname)
      if (literal !== null && !isReachable(literal)) throw refusal(url.hostname, literal)
      if (url.port !== '' && url.port !== '80' && url.port !== '443' && allowed.length === 0) {
        throw new RefusedAddressError(`The address uses port ${url.port}; only 80 and 443 are allowed.`)
      }
    },
    connect(options, callback) {
      // Node does not call the lookup function for a literal address, so literals are checked here.
      const literal = literalAddress(options.hostname)
      if (literal !== null && !isReachable(literal)) return callback(refusal(options.hostname, literal), null)
      connectByName(options, (error, socket) => {
        if (error !== null) return callback(error, null)
        const { remoteAddress, remotePort } = socket
        const usualPort = remotePort === 80 || remotePort === 443
        if (remoteAddress === undefined || !(isAllowed(remoteAddress) || (usualPort && isPublic(remoteAddress)))) {
          socket.destroy()
          return callback(refusal(options.hostname, `${remoteAddress}:${remotePort}`), null)
        }
        callback(null, socket)
      })
    },
  }
}

function refusal(hostname: string, address: string): RefusedAddressError {
  const where = hostname === address ? address : `${hostname} (${address})`
  return new RefusedAddressError(`${where} is not a public address. FETCH_ALLOW_CIDRS can allow private networks.`)
}

function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? bare : null
}

function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'unicast' && !isInside(address, DENIED_NETWORKS)
}

function isInside(address: string, networks: Network[]): boolean {
  const parsed = ipaddr.process(address)
  return networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
}
