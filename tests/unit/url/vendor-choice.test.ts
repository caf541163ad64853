import { expect, it } from 'vitest'
import { parseVendorChoice } from '#lib/url/vendor-choice.ts'

it('takes vendors from one value or several, each once, in the order given', () => {
  expect(parseVendorChoice(['b,a', '', 'c', 'A '], 5)).toEqual(['b', 'a', 'c'])
})

it('has nobody where nothing is given', () => {
  expect(parseVendorChoice([], 5)).toEqual([])
})

it('refuses more than fit', () => {
  expect(() => parseVendorChoice(['a,b,c'], 2)).toThrow('vendors: 3 given; the limit is 2.')
})
