/** The address of `path` below `base`, whose last segment is kept: "https://a.b/status" and "x.json" give "https://a.b/status/x.json". */
export function joinAddress(base: string, path: string): string {
  const address = new URL(base)
  if (!address.pathname.endsWith('/')) address.pathname += '/'
  address.search = ''
  address.hash = ''
  return new URL(path, address).href
}

/** The address of `path` at the root of the host of `base`. */
export function rootAddress(base: string, path: string): string {
  return new URL(path, new URL(base).origin).href
}

/** The http(s) address that `text` names, resolved against `base`; null when it is not one, or relative without a `base`. */
export function toWebAddress(text: string | null, base: string | null = null): string | null {
  if (text === null) return null
  const address = URL.parse(text, base ?? undefined)
  return address !== null && /^https?:$/.test(address.protocol) ? address.href : null
}

/** The address without the file or path at its end, for a canonical source address; null when it ends otherwise. */
export function addressBefore(url: string | null, suffix: string): string | null {
  if (url === null) return null
  const address = new URL(url)
  if (!address.pathname.endsWith(suffix)) return null
  return `${address.origin}${address.pathname.slice(0, -suffix.length)}`
}
