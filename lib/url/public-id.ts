import { hash } from 'node:crypto'

/** Crockford's base32: without i, l, o and u, so that an id survives being read aloud or typed from paper. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 12

/**
 * An incident's id in URLs: 12 characters, 60 bits, of the sha256 of vendor key, source key and external id. The same three
 * always give the same id, so that a permalink survives a rebuild of the database.
 */
export function publicId(vendorKey: string, sourceKey: string, externalId: string): string {
  // Separated by U+0000, which no Postgres text can contain: no two triples make the same bytes.
  const digest = hash('sha256', `${vendorKey}\0${sourceKey}\0${externalId}`, 'buffer')
  let id = ''
  // Five bits a character, the highest first; they lie in at most two neighbouring bytes.
  for (let bit = 0; bit < 5 * LENGTH; bit += 5) {
    const pair = digest.readUInt16BE(bit >> 3)
    id += ALPHABET[(pair >> (11 - (bit & 7))) & 31]
  }
  return id
}

/** The id as we write it, from input with capitals or the look-alikes o, i and l; null when it cannot be an id. */
export function normalisePublicId(text: string): string | null {
  const id = text.toLowerCase().replaceAll('o', '0').replace(/[il]/g, '1')
  return /^[0-9a-hjkmnp-tv-z]{12}$/.test(id) ? id : null
}
