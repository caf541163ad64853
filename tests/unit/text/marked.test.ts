import { expect, it } from 'vitest'
import { parseMarked } from '#lib/text/marked.ts'

it('takes a text apart at its marks', () => {
  expect(parseMarked('Slow \ue000exports\ue001 and \ue000imports\ue001')).toEqual([
    { text: 'Slow ', isMatch: false },
    { text: 'exports', isMatch: true },
    { text: ' and ', isMatch: false },
    { text: 'imports', isMatch: true },
  ])
})

it('drops a mark without its other half', () => {
  expect(parseMarked('a\ue001b\ue000c')).toEqual([{ text: 'abc', isMatch: false }])
  expect(parseMarked('')).toEqual([])
})
