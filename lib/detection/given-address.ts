import { InvalidInputError } from '#lib/domain/errors.ts'

/** "kuma:3001" is a host and a port; these are never hosts. */
const NEVER_HOSTS = /^(?:about|blob|data|file|ftp|gopher|javascript|mailto|tel|urn|view-source|ws|wss):/i

/**
 * Parses the given address without its fragment; a bare host is read as https. Throws InvalidInputError, with a
 * suggestion, for anything but an http or https address of a host.
 */
export function parseGivenAddress(address: string): URL {
  const text = address.trim()
  const scheme = schemeOf(text)
  if (scheme !== null && scheme !== 'http' && scheme !== 'https') {
    throw refusal(
      text,
      `begins with "${scheme}:", but only http and https can be read. Give the address of the status page`,
    )
  }
  if (/^(?:https?:)?\/(?!\/[^/?#])/i.test(text))
    throw refusal(text, 'has no host. Start the address with one, such as https://status.example.com')
  const full = scheme === null ? `https://${text.replace(/^\/\//, '')}` : text
  if (!URL.canParse(full)) throw refusal(text, 'is not an address. Give one such as https://status.example.com')
  const url = new URL(full)
  url.hash = ''
  return url
}

/** Whether the address names its protocol. */
export function hasScheme(address: string): boolean {
  return schemeOf(address.trim()) !== null
}

function schemeOf(text: string): string | null {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]{0,30}):(.*)/is.exec(text) ?? []
  if (scheme === undefined) return null
  const isPort = /^\d{1,5}(?:[/?#]|$)/.test(rest) && !NEVER_HOSTS.test(text)
  return isPort ? null : scheme.toLowerCase()
}

function refusal(text: string, why: string): InvalidInputError {
  return new InvalidInputError(`url: "${text.slice(0, 200)}" ${why}, or upload a history instead.`, 'url')
}
