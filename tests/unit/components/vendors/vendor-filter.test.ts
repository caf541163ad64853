import { describe, expect, it } from 'vitest'
import { filterVendors, parseVendorFilter } from '#components/vendors/vendor-filter.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { aVendorSummary } from '#tests/support/vendor-summary.ts'

const vendor = (name: string, over: Partial<VendorSummary> = {}) =>
  aVendorSummary(name.toLowerCase(), { name, category: 'Cloud', ...over })

const VENDORS = [
  vendor('Beta', { medianDurationSeconds: 60 }),
  vendor('alpha', { state: 'unknown', category: 'Mail', medianDurationSeconds: 600 }),
  vendor('Gamma', { state: 'down' }),
  vendor('Delta', { state: 'degraded' }),
]

function names(params: Record<string, string | string[] | undefined>): string[] {
  return filterVendors(VENDORS, parseVendorFilter(params)).map(({ name }) => name)
}

describe('vendors', () => {
  it('stand in the order of their trouble, then of their names', () => {
    expect(names({})).toEqual(['Gamma', 'Delta', 'Beta', 'alpha'])
  })

  it('are found by part of a name, in any case', () => {
    expect(names({ q: ' ALP ' })).toEqual(['alpha'])
  })

  it('are narrowed by category and state', () => {
    expect(names({ category: 'Mail' })).toEqual(['alpha'])
    expect(names({ state: 'down' })).toEqual(['Gamma'])
  })

  it('are sorted by a figure, highest first, and those without it last', () => {
    expect(names({ sort: 'median' })).toEqual(['alpha', 'Beta', 'Delta', 'Gamma'])
  })

  it('are shown all the same when the address asks for what cannot be', () => {
    expect(names({ state: 'purple', sort: 'luck', q: ['', 'x'] })).toEqual(['Gamma', 'Delta', 'Beta', 'alpha'])
  })
})
