import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { connect as connectSocket, type LookupFunction, type Socket } from 'node:net'
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

const HTTP_PORTS = [80, 443]

/** Public by the rules of ipaddr.js, but internal to a cloud: Azure's wire server. */
const DENIED_NETWORKS: Network[] = [ipaddr.parseCIDR('168.63.129.16/32')]

export interface AddressGuard {
  /** Throws RefusedAddressError unless the address is http or https, without credentials, on a usual port. */
  checkUrl(url: URL): void
  /** Connects only to allowed addresses: checks literal addresses and every address that a name resolves to. */
  connect: buildConnector.connector
  /**
   * Opens a connection for another protocol than HTTP, on one of `ports` unless the address is in `allowCidrs`. Rejects with
   * RefusedAddressError or the error of the connection.
   */
  openSocket(host: string, port: number, ports: readonly number[]): Promise<Socket>
}

/**
 * Rules that prevent access to private networks: only public unicast addresses, on ports 80 and 443. Addresses inside
 * `allowCidrs` are allowed on any port; `setting` names where an operator lists them. Throws an Error for an entry that is not a
 * CIDR.
 */
export function createAddressGuard(
  allowCidrs: readonly string[],
  connectTimeoutMs: number,
  setting = 'FETCH_ALLOW_CIDRS',
): AddressGuard {
  const allowed = allowCidrs.map((cidr): Network => {
    if (!ipaddr.isValidCIDR(cidr)) throw new Error(`${setting}: "${cidr}" is not a network such as 10.0.0.0/8.`)
    return ipaddr.parseCIDR(cidr)
  })
  const refusal = (hostname: string, address: string) => {
    const where = hostname === address ? address : `${hostname} (${address})`
    return new RefusedAddressError(`${where} is not a public address. ${setting} can allow private networks.`)
  }
  const isAllowed = (address: string) => isInside(address, allowed)
  const isReachable = (address: string) => isAllowed(address) || isPublic(address)
  /** Why a connection that has been made must not be used; null if it may. */
  const refusalOf = (hostname: string, { remoteAddress, remotePort = 0 }: Socket, ports: readonly number[]) => {
    if (remoteAddress === undefined || !isReachable(remoteAddress))
      return refusal(hostname, `${remoteAddress}:${remotePort}`)
    return ports.includes(remotePort) || isAllowed(remoteAddress) ? null : portRefusal(remotePort, ports)
  }

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
        throw portRefusal(Number(url.port), HTTP_PORTS)
      }
    },
    connect(options, callback) {
      // Node does not call the lookup function for a literal address, so literals are checked here.
      const literal = literalAddress(options.hostname)
      if (literal !== null && !isReachable(literal)) return callback(refusal(options.hostname, literal), null)
      connectByName(options, (error, socket) => {
        if (error !== null) return callback(error, null)
        const refused = refusalOf(options.hostname, socket, HTTP_PORTS)
        if (refused === null) return callback(null, socket)
        socket.destroy()
        callback(refused, null)
      })
    },
    openSocket(host, port, ports) {
      return new Promise((resolve, reject) => {
        const literal = literalAddress(host)
        if (literal !== null && !isReachable(literal)) return reject(refusal(host, literal))
        if (!ports.includes(port) && allowed.length === 0) return reject(portRefusal(port, ports))
        const socket = connectSocket({ host, port, lookup, timeout: connectTimeoutMs })
        const fail = (error: Error) => {
          socket.destroy()
          reject(error)
        }
        socket.once('error', fail)
        socket.once('timeout', () => fail(Object.assign(new Error('The connection timed out.'), { code: 'ETIMEDOUT' })))
        socket.once('connect', () => {
          const refused = refusalOf(host, socket, ports)
          if (refused !== null) return fail(refused)
          socket.removeListener('error', fail)
          socket.setTimeout(0)
          resolve(socket)
        })
      })
    },
  }
}

function portRefusal(port: number, ports: readonly number[]): RefusedAddressError {
  const [last, ...others] = ports.map(String).reverse()
  const words = others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`
  return new RefusedAddressError(`The address uses port ${port}; only ${words} are allowed.`)
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
