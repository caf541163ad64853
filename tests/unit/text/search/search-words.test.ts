import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SEPARATOR, toSearchQuery } from '#lib/text/search/search-words.ts'

it.each([
  ['node', 'node'],
  ['Node.js builds', '"Node js" builds'],
  ['-502/504 -slow', '-"502 504" -slow'],
  ['"API/Dashboard is" up', '"API Dashboard is" up'],
  ['-"a b" or (see', '-"a b" or see'],
  ['an unclosed "quote.of words', 'an unclosed "quote of words"'],
  ['& — 10:05', '"10 05"'],
  ['東京・大阪', '"東京 大阪"'],
  // Before a blank Postgres would take the sign for an exclusion of the next word.
  ['Inference - Gemma4 slow', 'Inference Gemma4 slow'],
  ['login - "sso"', 'login "sso"'],
  ['🔥 Elevated errors ✅🇩🇪', 'Elevated errors'],
  ['❤️ "API 🚨 down"', '"API down"'],
  ['🔥', '🔥'],
])('"%s" is looked for as %s', (typed, query) => {
  expect(toSearchQuery(typed).replace(/ +/g, ' ').trim()).toBe(query)
})

it('leaves no sign in a query but quotation marks and the sign of an exclusion', () => {
  const typed = fc.array(fc.constantFrom(..."/.@_:&<'—・[`\\", 'a', 'b', ' ', '東', '-', '"'), { maxLength: 30 })
  fc.assert(
    fc.property(typed, (characters) => {
      const left = toSearchQuery(characters.join('')).replace(/"|(?<![^\s"])-(?!\S*-)/g, '')
      expect(left.match(new RegExp(SEPARATOR, 'gu')) ?? []).toEqual([])
    }),
  )
})
