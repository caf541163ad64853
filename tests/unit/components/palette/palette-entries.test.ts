import { describe, expect, it } from 'vitest'
import { findVendors, listEntries } from '#components/palette/palette-entries.ts'

const vendors = [
  { slug: 'cloudflare', name: 'Cloudflare' },
  { slug: 'courier', name: 'Courier' },
  { slug: 'digitalocean', name: 'DigitalOcean' },
  { slug: 'github', name: 'GitHub' },
  { slug: 'google-cloud', name: 'Google Cloud' },
]
const [, courier] = vendors
const NOW = new Date('2026-11-28T12:00Z')
const slugsFor = (text: string) => findVendors(text, vendors).map(({ slug }) => slug)
const hrefsFor = (text: string, here: (typeof vendors)[number] | null = null) =>
  listEntries(text, vendors, here, NOW).map(({ href }) => href)

describe('vendors', () => {
  it('are found by any part of the name, those that begin with it first', () => {
    expect(slugsFor('clou')).toEqual(['cloudflare', 'google-cloud'])
    expect(slugsFor('OCEAN')).toEqual(['digitalocean'])
  })

  it('are found by their slug', () => expect(slugsFor('google-c')).toEqual(['google-cloud']))

  it.each([
    ['couriar', 'courier'],
    ['corier', 'courier'],
    ['cloudfare', 'cloudflare'],
    ['gihtub', 'github'],
    ['digital ocaen', 'digitalocean'],
  ])('are found when they are spelt "%s"', (text, slug) => expect(slugsFor(text)[0]).toBe(slug))

  it('are not found by what is like none of them', () => expect(slugsFor('stripe')).toEqual([]))
})

describe('places', () => {
  it('are the pages of the site before anything is typed', () => {
    expect(hrefsFor('')).toEqual(['/', '/at', '/compare', '/stack', '/search', '/methodology', '/admin'])
  })

  it('are the history, the comparison and the words of a search', () => {
    expect(hrefsFor('courier')).toEqual(['/vendors/courier', '/compare?vendors=courier', '/search?q=courier'])
  })

  it('compare with the vendor that is being read', () => {
    expect(hrefsFor('github', courier)).toContain('/compare?vendors=courier,github')
  })

  it('are a whole day where one is typed, and a moment where a time is too', () => {
    expect(hrefsFor('2025-06-12')).toEqual(['/search?q=2025-06-12'])
    expect(hrefsFor('June 12, 2025')[0]).toBe('/search?q=2025-06-12')
    expect(hrefsFor('2025-06-12 19:45').slice(0, 2)).toEqual(['/at?t=2025-06-12T19:45:00Z', '/search?q=2025-06-12'])
    expect(hrefsFor('2025-13-12')).toEqual(['/search?q=2025-13-12'])
  })

  it('are a vendor at a time', () => {
    expect(hrefsFor('courier 20 oct 2025').slice(0, 2)).toEqual([
      '/vendors/courier?window=2025-10-20..2025-10-20',
      '/search?q=2025-10-20',
    ])
    expect(hrefsFor('github q3 2025').slice(0, 2)).toEqual(['/vendors/github?window=2025-Q3', '/search?q=2025-Q3'])
    expect(hrefsFor('webhooks 20 oct 2025')).toEqual(['/search?q=webhooks+20+oct+2025'])
  })

  it('are pages too', () => expect(hrefsFor('comp')[0]).toBe('/compare'))
})
