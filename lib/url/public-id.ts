import { createHash } from 'node:crypto'

/** Crockford's base32: no i, l, o or u, so that an id read aloud or typed from paper arrives. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 12

/**
 * The id of an incident in URLs: 12 characters, 60 bits, of the sha256 of vendor key, source key and external id. The same for
 * the same three for good, so that a permalink survives a rebuild of the database.
 */
export function publicId(vendorKey: string, sourceKey: string, externalId: string): string {
  // U+0000 parts them because no Postgres text can hold one: no two triples make the same bytes.
  const digest = createHash('sha256').update([vendorKey, sourceKey, externalId].join('\0')).digest()
  const bits = digest.readBigUInt64BE() >> 4n
  return Array.from(
    { length: LENGTH },
    (_, index) => ALPHABET[Number((bits >> BigInt(5 * (LENGTH - 1 - index))) & 31n)],
  ).join('')
}

/** The id as we write it, from one typed in capitals or with the look-alikes o, i and l; null when it cannot be one. */
export function normalisePublicId(text: string): string | null {
  const id = text.toLowerCase().replaceAll('o', '0').replace(/[il]/g, '1')
  return /^[0-9a-hjkmnp-tv-z]{12}$/.test(id) ? id : null
}
