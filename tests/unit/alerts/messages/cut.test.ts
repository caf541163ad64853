import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutAtWords, cutBytes, cutEscaped } from '#lib/alerts/messages/cut.ts'

describe('a text that is too long', () => {
  it.each([
    ['short', 5, 'short'],
    ['one two three', 8, 'one two…'],
    ['one two three', 9, 'one two…'],
    ['unbroken', 5, 'unbr…'],
    ['a 👩👩👩', 4, 'a…'],
  ])('"%s" in %i characters is "%s"', (text, limit, cut) => expect(cutAtWords(text, limit)).toBe(cut))

  it('stays within the limit, whatever it is and however it is escaped, and is well formed', () => {
    const escapeText = (text: string) => text.replaceAll('&', '&amp;').replace(/[*_]/g, '\\$&')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
        expect(cutAtWords(text, limit).length).toBeLessThanOrEqual(limit)
        expect(cutAtWords(text, limit).isWellFormed()).toBe(true)
        expect(cutEscaped(text, limit + 6, escapeText).length).toBeLessThanOrEqual(limit + 6)
        expect(Buffer.byteLength(cutBytes(text, limit + 6))).toBeLessThanOrEqual(limit + 6)
      }),
    )
  })
})
