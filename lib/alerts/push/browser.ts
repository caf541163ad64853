import { createHash } from 'node:crypto'
import { z } from 'zod'
import { seal, unseal } from '#lib/alerts/sealed.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { type BrowserKeys, isUsableKey } from './encrypt.ts'
import { readEndpoint } from './endpoint.ts'

export const BROWSER_PURPOSE = 'push subscription'

/** A browser's subscription at its push service, as `PushSubscription.toJSON()` gives it. */
export const browserSchema = z.object({
  endpoint: z.string(),
  keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }),
})

/** Where and how to reach a browser. Nothing else is known of the reader. */
export interface Browser {
  endpoint: URL
  keys: BrowserKeys
}

/** Throws InvalidInputError naming the field unless a message can be encrypted for it and sent to a known push service. */
export function readBrowser({ endpoint, keys }: z.infer<typeof browserSchema>): Browser {
  const browser = {
    endpoint: readEndpoint(endpoint),
    keys: { p256dh: Buffer.from(keys.p256dh, 'base64url'), auth: Buffer.from(keys.auth, 'base64url') },
  }
  if (!isUsableKey(browser.keys.p256dh))
    throw new InvalidInputError('keys.p256dh: This is not a public key of the curve P-256.', 'keys.p256dh')
  if (browser.keys.auth.length !== 16)
    throw new InvalidInputError('keys.auth: This is not a secret of 16 bytes.', 'keys.auth')
  return browser
}

/** What a browser is looked up by. */
export function hashEndpoint(endpoint: string): Buffer {
  return createHash('sha256').update(endpoint).digest()
}

export function sealBrowser({ endpoint, keys }: Browser): string {
  const text = { endpoint: endpoint.href, p256dh: keys.p256dh.toString('base64'), auth: keys.auth.toString('base64') }
  return seal(BROWSER_PURPOSE, JSON.stringify(text))
}

/** Throws SealedError in a process with another secret. */
export function unsealBrowser(sealed: string): Browser {
  const { endpoint, p256dh, auth } = JSON.parse(unseal(BROWSER_PURPOSE, sealed))
  return {
    endpoint: new URL(endpoint),
    keys: { p256dh: Buffer.from(p256dh, 'base64'), auth: Buffer.from(auth, 'base64') },
  }
}
