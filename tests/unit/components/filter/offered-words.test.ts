import { expect, it } from 'vitest'
import { offeredWords } from '#components/filter/offered-words.ts'

it.each([
  [{ listed: 24, total: 1_234, find: '' }, '24 of 1,234 vendors listed. Type a name to find the others.'],
  [{ listed: 9, total: 9, find: '' }, ''],
  [{ listed: 1, total: 1, find: 'work' }, '1 vendor found.'],
  [{ listed: 0, total: 0, find: 'nobody' }, 'No other vendor is called “nobody”.'],
  [{ listed: 0, total: 0, find: '' }, ''],
])('of %o, the list says "%s"', (offered, words) => {
  expect(offeredWords(offered)).toBe(words)
})
