import { InvalidInputError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'

/** Where browsers have their push services; each gives a browser an address of its own there. */
const SERVICES = [
  // Chrome, Edge on Android, Opera, Samsung Internet, Brave, Vivaldi
  'fcm.googleapis.com',
  'jmt17.google.com',
  // Firefox
  'updates.push.services.mozilla.com',
  '.push.services.mozilla.com',
  // Edge
  '.notify.windows.com',
  // Safari
  'web.push.apple.com',
  '.push.apple.com',
]

const MAX_LENGTH = 1_000

/** The endpoint of a browser as an address. Throws InvalidInputError unless it is https at a known push service. */
export function readEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || text.length > MAX_LENGTH)
    throw new InvalidInputError('endpoint: This is not the address that a browser gives for push messages.', 'endpoint')
  if (isExtra(url)) return url
  const isKnown = SERVICES.some((service) =>
    service.startsWith('.') ? url.hostname.endsWith(service) : url.hostname === service,
  )
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === ''
  if (!isKnown || !isPlain)
    throw new InvalidInputError(
      `endpoint: ${url.hostname} is not a push service that this site knows. It sends to those of Google, Mozilla, Microsoft and Apple over https.`,
      'endpoint',
    )
  return url
}

/** A push service that the operator has added. */
function isExtra(url: URL): boolean {
  return getEnv().PUSH_SERVICES.includes(url.origin)
}
