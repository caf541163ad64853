/** The newest attempt to read one host. */
export interface Attempt {
  host: string
  /** The fetcher's code; null when the host answered, whatever it said. */
  errorCode: string | null
}

/** No answer came from the host itself: its name, the route to it or the connection failed. */
const NETWORK_CODES = new Set([
  'eai_again',
  'econnrefused',
  'econnreset',
  'ehostunreach',
  'enetdown',
  'enetunreach',
  'enotfound',
  'etimedout',
  'network',
  'timeout',
  'und_err_connect_timeout',
  'und_err_headers_timeout',
  'und_err_socket',
])

/** One host that fails has a fault of its own; two that have nothing in common hardly do. */
const MIN_HOSTS = 2

export function isNetworkError(code: string): boolean {
  return NETWORK_CODES.has(code)
}

/** The host of an address as somebody typed it, with or without a scheme, as attempts name it. */
export function hostOf(address: string): string {
  const text = address.trim()
  const full = /^(?:https?:)?\/\//i.test(text) ? text.replace(/^\/\//, 'https://') : `https://${text}`
  return URL.canParse(full) ? new URL(full).host : text
}

/**
 * How many different hosts failed, when this server itself seems to be offline: all of at least two hosts failed by errors
 * of the network. 0 as soon as one of them answered.
 */
export function countUnreachable(attempts: readonly Attempt[]): number {
  if (!attempts.every(({ errorCode }) => errorCode !== null && isNetworkError(errorCode))) return 0
  const hosts = new Set(attempts.map(({ host }) => host)).size
  return hosts >= MIN_HOSTS ? hosts : 0
}
