import { createHash, randomInt, timingSafeEqual } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 40

/** A secret of 238 random bits: `mark`, by which people and scanners recognise it, and 40 letters and digits. */
export function makeSecret(mark: string): string {
  return mark + Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** Whether a text looks like one of `makeSecret`; all others are refused without asking the database. */
export function isSecret(mark: string, text: string): boolean {
  return text.startsWith(mark) && /^[A-Za-z0-9]{40}$/.test(text.slice(mark.length))
}

/**
 * What is kept of a secret, and what it is looked up by: sha256 in hex. How far two hashes agree tells nothing about the
 * secrets, so a look-up by the hash needs no constant time; and no slow hash, since nobody can try 2^238 of them.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares in a time that does not depend on where the two differ, nor on their lengths. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(a)), Buffer.from(hashSecret(b)))
}
