import { createECDH, randomBytes } from 'node:crypto'
import { decrypt } from 'http_ece'
import type { Received } from './other-server.ts'

/** A browser's subscription whose private key the test has, so that it can read what is sent. */
export interface BrowserSubscription {
  /** As `PushSubscription.toJSON()` gives it. */
  json: { endpoint: string; keys: { p256dh: string; auth: string } }
  /** Decrypts a message with a library that nobody here wrote. */
  read(message: Received): Record<string, unknown>
}

export function subscribeBrowserAt(endpoint: string): BrowserSubscription {
  const privateKey = createECDH('prime256v1')
  const p256dh = privateKey.generateKeys('base64url')
  const authSecret = randomBytes(16)
  return {
    json: { endpoint, keys: { p256dh, auth: authSecret.toString('base64url') } },
    read: ({ body }) => JSON.parse(decrypt(body, { version: 'aes128gcm', privateKey, authSecret }).toString()),
  }
}
