import { createPrivateKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto'

/** RFC 8292 allows a day; a few hours less, for clocks that are wrong. */
const TOKEN_SECONDS = 12 * 3_600

/** The pair of keys by which push services recognise this site, as base64url: a point of P-256, and its private number. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

export function makeVapidKeys(): VapidKeys {
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  const point = [Buffer.of(4), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')]
  return { publicKey: Buffer.concat(point).toString('base64url'), privateKey: d ?? '' }
}

/**
 * The Authorization header for a push service (RFC 8292): a token that names the service and this site's operator, signed with
 * ES256. `contact` is an https or mailto address.
 */
export function vapidHeader(keys: VapidKeys, endpoint: URL, contact: string, now: Date): string {
  const expires = Math.floor(now.getTime() / 1_000) + TOKEN_SECONDS
  const payload = { aud: endpoint.origin, exp: expires, sub: contact }
  const signed = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(payload)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKeyOf(keys), dsaEncoding: 'ieee-p1363' })
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${keys.publicKey}`
}

function privateKeyOf({ publicKey, privateKey }: VapidKeys) {
  const point = Buffer.from(publicKey, 'base64url')
  const key: JsonWebKey = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: privateKey,
  }
  return createPrivateKey({ key, format: 'jwk' })
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
