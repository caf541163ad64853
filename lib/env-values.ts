import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { accountEmail } from '#lib/domain/access.ts'

/** What the README, the error messages and their tests need to know of a setting, beside its type. */
export interface About {
  /** A right value. */
  example: string
  /** What holds while it is unset, in words, where the schema's default does not say it. */
  otherwise?: string
  /** Never shown, not even when it is wrong. */
  isSecret?: true
}

/** A text; one of nothing but blanks counts as unset, as people write `ADMIN_TOKEN=` to switch something off. */
export const text = z.string().trim()

export const optional = text.optional().transform((value) => value ?? null)

export const onOff = (fallback: 'on' | 'off') =>
  z
    .enum(['on', 'off'], { error: 'must be on or off' })
    .default(fallback)
    .transform((value) => value === 'on')

export const wholeNumber = (least: number, most: number) =>
  text
    .refine((value) => /^\d{1,15}$/.test(value) && Number(value) >= least && Number(value) <= most, {
      message: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number)

export const list = text.default('').transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
)

export const secret = (least: number) =>
  optional.refine((value) => value === null || value.length >= least, {
    message: `must have at least ${least} characters`,
    abort: true,
  })

/** A secret that programs send in a header: printable ASCII, so that it arrives as it was written. */
export const token = (least: number) =>
  secret(least).refine((value) => value === null || /^[\x21-\x7e]+$/.test(value), {
    message: 'must consist of ASCII letters, digits and punctuation, without spaces',
  })

/** Kept as its origin: lower case, without the usual port, as browsers send it in `Origin`. */
export const siteAddress = optional
  .refine((value) => value === null || isBareOrigin(value), {
    message:
      'must be an http or https address without a path, a query or a user name, because the site serves from the root',
  })
  .transform((value) => (value === null ? null : new URL(value).origin))

function isBareOrigin(value: string): boolean {
  const url = parseWebAddress(value)
  return url !== null && /^\/*$/.test(url.pathname) && url.search === '' && url.hash === ''
}

export const databaseAddress = optional.refine((value) => value === null || isDatabaseAddress(value), {
  message:
    'must be a postgresql:// address whose user name and password are percent-encoded where they have signs such as @ : / ? # %',
})

function isDatabaseAddress(value: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(value) || !URL.canParse(value)) return false
  const { username, password, pathname, hash } = new URL(value)
  // A # that was meant to be part of the password cuts the rest off.
  return hash === '' && [username, password, pathname].every(isPercentEncoded)
}

function isPercentEncoded(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

/** Passwords of people and the secret of this site travel there, so it is https, or this machine itself. */
export const issuer = optional.refine((value) => value === null || isIssuer(value), {
  message: 'must be the https address of an OpenID Connect issuer',
})

function isIssuer(value: string): boolean {
  const url = parseWebAddress(value)
  if (url === null || url.search !== '' || url.hash !== '') return false
  return url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

export const mailOrPage = optional.refine(
  (value) => value === null || z.email().safeParse(value).success || parseWebAddress(value) !== null,
  { message: 'must be a mail address or an http or https address' },
)

export const emailOfAccount = text.refine((value) => z.email().safeParse(accountEmail(value)).success, {
  message: 'must be an e-mail address',
})

export const people = list.refine((entries) => entries.every((entry) => /^group:.|^[^@\s]*@[^@\s]+$/.test(entry)), {
  message: 'must list e-mail addresses, domains such as @example.com and groups such as group:operators',
})

export const networks = list.superRefine((entries, context) => {
  for (const entry of entries.filter((entry) => !isNetwork(entry)))
    context.addIssue({ code: 'custom', message: `must list networks in CIDR notation, which "${entry}" is not` })
})

/** Each kept as an origin. */
export const origins = list
  .refine((entries) => entries.every(isBareOrigin), { message: 'must list http or https addresses without a path' })
  .transform((entries) => entries.map((entry) => new URL(entry).origin))

/** "off", or an address. */
export const hub = optional.refine((value) => value === null || value === 'off' || parseWebAddress(value) !== null, {
  message: 'must be off or an http or https address',
})

/** In full: to ipaddr.js, 10/8 is the network of 0.0.0.10. */
function isNetwork(entry: string): boolean {
  const address = entry.split('/', 1)[0] ?? ''
  return ipaddr.isValidCIDR(entry) && (address.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(address))
}

/** What a server may be told to listen on: an address of this machine, or its name. */
export const listeningHost = text.refine(isHost, {
  message: 'must be an IP address or a host name, without a scheme and a port',
})

function isHost(value: string): boolean {
  if (value.includes(':')) return ipaddr.IPv6.isValid(value)
  if (/^[\d.]+$/.test(value)) return ipaddr.IPv4.isValidFourPartDecimal(value)
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.?$/i.test(value)
}

function parseWebAddress(value: string): URL | null {
  if (!/^https?:\/\/[^/]/i.test(value) || !URL.canParse(value)) return null
  const url = new URL(value)
  return url.username === '' && url.password === '' ? url : null
}
