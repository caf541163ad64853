import { createCipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto'

const CURVE = 'prime256v1'
/** One record holds the whole message, with a byte that ends it and 16 of a tag. */
const RECORD_BYTES = 4_096
export const MAX_MESSAGE_BYTES = RECORD_BYTES - 17

/** The keys of a browser's subscription, as the Push API gives them. */
export interface BrowserKeys {
  /** An uncompressed point of P-256: 65 bytes. */
  p256dh: Buffer
  /** 16 bytes. */
  auth: Buffer
}

/** What a test vector needs to be the same each time. */
interface Chance {
  salt: Buffer
  sender: ECDH
}

/**
 * The body of a push message, which the browser alone can read: RFC 8291, with the content encoding `aes128gcm` of RFC 8188.
 * Throws when the browser's key is no point of the curve.
 */
export function encryptPush(message: Buffer, { p256dh, auth }: BrowserKeys, chance: Chance = byChance()): Buffer {
  const { salt, sender } = chance
  const sharedSecret = sender.computeSecret(p256dh)
  const own = sender.getPublicKey()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, own])
  const keyMaterial = Buffer.from(hkdfSync('sha256', sharedSecret, auth, info, 32))
  const key = expand(salt, keyMaterial, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = expand(salt, keyMaterial, 'Content-Encoding: nonce\0', 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  // 2 says that this record is the last one.
  const encrypted = [cipher.update(message), cipher.update(Buffer.of(2)), cipher.final(), cipher.getAuthTag()]
  const recordSize = Buffer.alloc(4)
  recordSize.writeUInt32BE(RECORD_BYTES)
  return Buffer.concat([salt, recordSize, Buffer.of(own.length), own, ...encrypted])
}

/** Whether a browser's key is a point of the curve, so that a message can be encrypted for it. */
export function isUsableKey(p256dh: Buffer): boolean {
  try {
    byChance().sender.computeSecret(p256dh)
    return p256dh.length === 65 && p256dh[0] === 4
  } catch {
    return false
  }
}

function byChance(): Chance {
  const sender = createECDH(CURVE)
  sender.generateKeys()
  return { salt: randomBytes(16), sender }
}

function expand(salt: Buffer, keyMaterial: Buffer, info: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', keyMaterial, salt, info, length))
}
