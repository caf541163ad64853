import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { siteSecret } from '#lib/auth/site-secret.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

/** What was encrypted cannot be read with this process's secret. */
export class SealedError extends OutageHistoryError {
  constructor(purpose: string) {
    super(
      'sealed',
      `The ${purpose} cannot be decrypted with this process's secret. Workers need the AUTH_SECRET of the site, or a copy of its file auth-secret in DATA_DIR.`,
    )
  }
}

/**
 * Encrypts a text for the database, under a key that only the processes of this site can derive: AES-256-GCM, by HKDF from the
 * site's secret. Each purpose, such as "push keys", has a key of its own.
 */
export function seal(purpose: string, text: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(purpose, siteSecret()), iv)
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')}`
}

/**
 * The text that was sealed for this purpose. Throws SealedError if it was sealed with another secret than `secret`, or has been
 * changed.
 */
export function unseal(purpose: string, sealed: string, secret = siteSecret()): string {
  const [version, bytes] = sealed.split('.')
  const whole = Buffer.from(bytes ?? '', 'base64url')
  const encrypted = whole.subarray(IV_BYTES + TAG_BYTES)
  try {
    if (version !== VERSION) throw new Error(`Version ${version} is not known.`)
    const decipher = createDecipheriv('aes-256-gcm', keyOf(purpose, secret), whole.subarray(0, IV_BYTES))
    decipher.setAuthTag(whole.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8')
  } catch {
    throw new SealedError(purpose)
  }
}

/** The same text, sealed with this process's secret in place of `former`. Throws SealedError as `unseal`. */
export function reseal(purpose: string, sealed: string, former: string): string {
  return seal(purpose, unseal(purpose, sealed, former))
}

function keyOf(purpose: string, secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `outage-history: ${purpose}`, 32))
}
