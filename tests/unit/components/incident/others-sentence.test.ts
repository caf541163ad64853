import { expect, it } from 'vitest'
import { othersSentence } from '#components/incident/incident-links.tsx'

it.each([
  [0, 0, 0, ''],
  [0, 7, 0, 'None of the 7 other vendors whose history covers this time had an outage open. '],
  [0, 1, 0, 'The one other vendor whose history covers this time had no outage open. '],
  [
    0,
    7,
    3,
    'None of the 7 other vendors whose history covers this time had an outage open. Our history of 3 other vendors does not cover this time, so for them we can’t tell. ',
  ],
  [0, 0, 1, 'Our history of 1 other vendor does not cover this time, so for it we can’t tell. '],
  [2, 7, 3, 'Our history of 3 other vendors does not cover this time. '],
  [2, 7, 0, ''],
])('beside %i outages, with %i vendors known and %i not', (listed, known, unknown, sentence) => {
  expect(othersSentence(listed, { known, unknown })).toBe(sentence)
})
