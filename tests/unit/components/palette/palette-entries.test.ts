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
const slugsFor = (text: string) => findVendors(text, vendors).map(({ slug }) => slug)
const hrefsFor = (text: string, here: (typeof vendors)[number] | null = null) =>
  listEntries(text, vendors, here).map(({ href }) => href)

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
    expect(hrefsFor('')).toEqual(['/', '/at', '/compare', '/stack', '/search', '/methodology'])
  })

  it('are the history, the comparison and the words of a search', () => {
    expect(hrefsFor('courier')).toEqual(['/vendors/courier', '/compare?vendors=courier', '/search?q=courier'])
  })

  it('compare with the vendor that is being read', () => {
    expect(hrefsFor('github', courier)).toContain('/compare?vendors=courier,github')
  })

  it('are a moment where a day or a time is typed', () => {
    expect(hrefsFor('2025-06-12 19:45')[0]).toBe('/at?t=2025-06-12T19:45:00Z')
    expect(hrefsFor('2025-06-12')[0]).toBe('/at?t=2025-06-12T00:00:00Z')
    expect(hrefsFor('2025-13-12')).toEqual(['/search?q=2025-13-12'])
  })

  it('are pages too', () => expect(hrefsFor('comp')[0]).toBe('/compare'))
})
