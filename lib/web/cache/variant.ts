import type { Writable } from 'node:stream'
import type { HeaderList } from '#lib/web/policy/security-headers.ts'
import { compress, type Encoding, isWorthCompressing } from './encoding.ts'

/** A body that is not in memory. */
export interface StoredBody {
  length: number
  /** Sends the body, and destroys `out` if that fails half-way. */
  pour(out: Writable): void
}

/** One encoding of a page. */
export interface Variant {
  etag: string
  notModifiedHeaders: HeaderList
  /** Null until the body has been compressed. */
  sendable: Sendable | null
  /** Compresses the body, once for all who wait for it. Rejects if that fails; the next caller tries again. */
  makeSendable(): Promise<Sendable>
}

/** What `writeHead` and `end` take. */
export interface Sendable {
  headers: HeaderList
  body: Buffer | StoredBody
}

/** Bodies on disk have no brotli variant. */
export interface Variants {
  br: Variant | null
  gzip: Variant
  identity: Variant
  /** Called with the length of each body that is compressed later. */
  onGrown?(bytes: number): void
}

/** What all encodings of a page have in common; `digest` is the sha256 of the body before compression. */
export interface VariantContent {
  digest: string
  headers: HeaderList
}

/** The variants of a body in memory. Each is compressed when somebody first asks for it, since few pages need both. */
export function variantsOf(body: Buffer, contentType: string, content: VariantContent): Variants {
  const identity = finishedVariant('identity', body, content)
  if (!isWorthCompressing(body, contentType)) return { br: identity, gzip: identity, identity }
  const later = (encoding: 'br' | 'gzip') =>
    compressedVariant(encoding, content, async () => {
      const compressed = await compress(body, contentType, encoding)
      if (compressed === null) {
        variants[encoding] = identity
        return await identity.makeSendable()
      }
      variants.onGrown?.(compressed.length)
      return toSendable(encoding, compressed, content)
    })
  const variants: Variants = { br: later('br'), gzip: later('gzip'), identity }
  return variants
}

/** A variant whose body needs no more work. */
export function finishedVariant(encoding: Encoding, body: Buffer | StoredBody, content: VariantContent): Variant {
  const etag = etagOf(encoding, content)
  const sendable = toSendable(encoding, body, content)
  return {
    etag,
    notModifiedHeaders: notModifiedHeaders(etag, content),
    sendable,
    makeSendable: () => Promise.resolve(sendable),
  }
}

function compressedVariant(encoding: 'br' | 'gzip', content: VariantContent, make: () => Promise<Sendable>): Variant {
  const etag = etagOf(encoding, content)
  let underWay: Promise<Sendable> | null = null
  const variant: Variant = {
    etag,
    notModifiedHeaders: notModifiedHeaders(etag, content),
    sendable: null,
    makeSendable() {
      underWay ??= make()
        .then((sendable) => (variant.sendable = sendable))
        .finally(() => {
          underWay = null
        })
      return underWay
    },
  }
  return variant
}

function toSendable(encoding: Encoding, body: Buffer | StoredBody, content: VariantContent): Sendable {
  const encodingHeaders = encoding === 'identity' ? [] : ['Content-Encoding', encoding]
  const etag = etagOf(encoding, content)
  return {
    headers: [...content.headers, 'ETag', etag, ...encodingHeaders, 'Content-Length', String(body.length)],
    body,
  }
}

function etagOf(encoding: Encoding, { digest }: VariantContent): string {
  return `"${digest.slice(0, 27)}${encoding === 'identity' ? '' : `-${encoding}`}"`
}

/** RFC 9110, 15.4.5: what a cache needs for its update. An ETag makes Last-Modified superfluous. */
function notModifiedHeaders(etag: string, { headers }: VariantContent): HeaderList {
  return [...pick(headers, ['Cache-Control', 'Vary']), 'ETag', etag]
}

function pick(headers: HeaderList, names: string[]): HeaderList {
  return headers.flatMap((name, index) =>
    index % 2 === 0 && names.includes(name) ? [name, headers[index + 1] ?? ''] : [],
  )
}
