import fc from 'fast-check'
import { foldLines } from 'ical-generator'
import { expect, it } from 'vitest'
import { foldLine } from '#lib/formats/fold-line.ts'

it('a line is folded as the generator folds it, whatever is in it', () => {
  const characters = fc.constantFrom('a', ' ', 'é', '€', '😀', '\\n', 'word ')
  const line = fc.array(fc.oneof(characters, fc.string({ unit: 'grapheme' })), { maxLength: 300 })
  fc.assert(
    fc.property(line, (parts) => {
      const text = parts.join('').replaceAll('\r\n', '')
      expect(foldLine(text)).toBe(foldLines(text))
    }),
  )
})

it('no line is longer than 75 octets, and none is cut within a character', () => {
  const text = `DESCRIPTION:${'😀€é'.repeat(100)}`
  const lines = foldLine(text).split('\r\n')
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(lines.map((line, index) => (index === 0 ? line : line.slice(1))).join('')).toBe(text)
})
