import fc from 'fast-check'
import { expect, it } from 'vitest'
import { normalisePublicId, publicId } from '#lib/url/public-id.ts'

it('an id is the same for good: permalinks are made of these', () => {
  expect(publicId('courier', 'outage-text', 'all-services-impacted-2025-10-20t0954z')).toBe('wsn4yk3eseph')
})

it('an id is 12 characters of Crockford base32 in lower case', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (vendor, source, external) => {
      expect(publicId(vendor, source, external)).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/)
    }),
  )
})

it('where one key ends and the next begins makes a difference', () => {
  expect(publicId('a', 'bc', 'd')).not.toBe(publicId('ab', 'c', 'd'))
  expect(publicId('a', 'b', 'cd')).not.toBe(publicId('a', 'bc', 'd'))
})

it('all characters of the alphabet occur at every place', () => {
  const ids = Array.from({ length: 2000 }, (_, index) => publicId('v', 's', String(index)))
  for (let place = 0; place < 12; place++) expect(new Set(ids.map((id) => id[place])).size).toBe(32)
})

it('an id typed in capitals or with look-alikes is understood', () => {
  expect(normalisePublicId('0123456789AB')).toBe('0123456789ab')
  expect(normalisePublicId('OoIiLl000000')).toBe('001111000000')
  expect(['', '0123456789a', '0123456789abc', '0123456789au', '0123456789a-'].map(normalisePublicId)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})
