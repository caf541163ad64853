import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** In the server's order of preference. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof ENCODINGS)[number]

const COMPRESSIBLE = /^(?:text\/|image\/svg\+xml|application\/(?:[\w.-]+\+)?(?:json|xml|javascript|x-ndjson|ndjson))/
/** Below this size the headers cost more than compression saves. */
const WORTH_COMPRESSING_BYTES = 800

const compressors = {
  /** Six costs about as much as five, 2 ms for a long page, and gzip costs 1.5 (measured); seven costs half as much again. */
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 6 }),
} satisfies Record<Exclude<Encoding, 'identity'>, (body: Buffer) => Promise<Buffer>>

export function isCompressible(contentType: string): boolean {
  return COMPRESSIBLE.test(contentType)
}

/** Whether a body of this type and length may become smaller by more than the headers cost. */
export function isWorthCompressing(body: Buffer, contentType: string): boolean {
  return isCompressible(contentType) && body.length >= WORTH_COMPRESSING_BYTES
}

/** The encoded body; null when encoding saves too little. Runs on the thread pool. */
export async function compress(
  body: Buffer,
  contentType: string,
  encoding: Exclude<Encoding, 'identity'>,
): Promise<Buffer | null> {
  if (!isWorthCompressing(body, contentType)) return null
  const compressed = await compressors[encoding](body)
  return compressed.length < body.length ? compressed : null
}

// Browsers send a handful of values, which are cached; other values are parsed each time.
const remembered = new Map<string, Encoding>()

/** What to send to a client with this Accept-Encoding header (RFC 9110, 12.5.3); without one, identity. */
export function preferredEncoding(accept: string | string[] | undefined): Encoding {
  if (accept === undefined) return 'identity'
  const header = String(accept)
  const known = remembered.get(header)
  if (known !== undefined) return known
  const encoding = negotiate(header, ENCODINGS)
  if (remembered.size < 100 && header.length < 100) remembered.set(header, encoding)
  return encoding
}

/** For bodies that are stored as gzip only because they are too long to store twice. */
export function gzipOrIdentity(accept: string | string[] | undefined): 'gzip' | 'identity' {
  return negotiate(String(accept ?? ''), ['gzip', 'identity'])
}

function negotiate<E extends Encoding>(header: string, among: readonly E[]): E | 'identity' {
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    weights.set(name, q === undefined ? 1 : Number(q.slice(2)) || 0)
  }
  const weightOf = (encoding: Encoding) =>
    weights.get(encoding) ?? (encoding === 'identity' ? 0.001 : (weights.get('*') ?? 0))
  // The sort is stable, so that the server's preference decides among equals.
  const [best = 'identity'] = [...among].sort((a, b) => weightOf(b) - weightOf(a))
  return best
}
