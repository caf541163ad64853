import { expect, it } from 'vitest'
import { openInAddress } from '#components/search/search-address.ts'

it.each([
  ['2025-10-20..2025-10-20', '/search?q=2025-10-20'],
  ['2025-07-01..2025-09-30', '/search?q=2025-07-01+to+2025-09-30'],
  ['2025-10', '/search?q=2025-10'],
  ['2025', '/search?q=2025'],
  ['90d', '/search?q=&window=90d'],
])('everything that was down in %s has an address that the search understands', (window, address) => {
  expect(openInAddress(window)).toBe(address)
})
