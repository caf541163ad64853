import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** DER, as far as a certificate needs it (RFC 5280). */
const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const integer = (value: number) => der(0x02, Buffer.from([value]))
const octets = (content: Buffer) => der(0x04, content)
const utcTime = (at: Date) =>
  der(
    0x17,
    Buffer.from(
      `${at
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  )
const named = (name: string) => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))))

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
const SUBJECT_ALT_NAME = '551d11'
const BASIC_CONSTRAINTS = '551d13'

interface Identity {
  name: string
  key: KeyObject
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

function issue(subject: Identity & { publicKey: KeyObject }, issuer: Identity, until: Date, extension: Buffer): string {
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1),
    ECDSA_WITH_SHA256,
    named(issuer.name),
    sequence(utcTime(new Date('2020-01-01T00:00Z')), utcTime(until)),
    named(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  )
  const signature = sign('sha256', body, issuer.key)
  const whole = sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature))
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}

/** An authority that nobody else trusts, and certificates of it for servers of tests. */
export function makeAuthority() {
  const { privateKey, publicKey } = pair()
  const own = { name: 'Test authority', key: privateKey, publicKey }
  const isAuthority = sequence(oid(BASIC_CONSTRAINTS), octets(sequence(der(0x01, Buffer.from([0xff])))))
  const later = new Date('2049-01-01T00:00Z')
  return {
    certificate: issue(own, own, later, isAuthority),
    /** For a host name, until then. */
    issue(host: string, until = later) {
      const server = pair()
      const names = sequence(oid(SUBJECT_ALT_NAME), octets(sequence(der(0x82, Buffer.from(host)))))
      const cert = issue({ name: host, key: server.privateKey, publicKey: server.publicKey }, own, until, names)
      return { cert, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }
    },
  }
}
