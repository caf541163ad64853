import { expect, it } from 'vitest'
import { PATHS } from '#app/api/v1/openapi.ts'
import { listPublicReads } from '#app/api/v1/public-reads.ts'
import { addressOf, valuesOf } from '#components/developers/api-read.ts'
import { cacheKey, readPageAddress } from '#lib/web/cache/page-address.ts'

const example = { slug: 'acme', incident: 'abcdefghjkmn' }

it('every read is offered once, filled in, and its values give its address again', () => {
  const reads = listPublicReads(example)
  expect(reads.map(({ href }) => href)).toEqual([
    '/api/v1/vendors',
    '/api/v1/vendor-names',
    '/api/v1/restatements',
    '/api/v1/track-record',
    '/api/v1/vendors/acme',
    '/api/v1/vendors/acme/candour',
    '/api/v1/vendors/acme/incidents',
    '/api/v1/incidents/abcdefghjkmn',
    '/api/v1/at?t=2025-06-12T19%3A45%3A00Z',
    '/api/v1/search?q=elevated+errors',
  ])
  for (const read of reads) expect(addressOf(read.path, valuesOf(read))).toBe(read.href)
})

it('the cache of pages knows every read, with every parameter', () => {
  for (const { path, href } of listPublicReads(example)) {
    expect(readPageAddress(href)?.isApi, href).toBe(true)
    for (const { name } of PATHS[path]?.get?.parameters ?? [])
      expect(cacheKey(`${href.split('?', 1)}?${name}=x`), `${name} of ${href}`).not.toBeNull()
  }
})

it('an example without an incident offers none', () => {
  expect(listPublicReads({ slug: 'example', incident: null }).map(({ path }) => path)).not.toContain(
    '/api/v1/incidents/{incident}',
  )
})

it('an address has what was filled in, encoded, and nothing of what was not', () => {
  const path = '/api/v1/vendors/{vendor}/incidents'
  const values = { vendor: 'a/b?c', q: 'R&D', window: '', limit: '3' }
  expect(addressOf(path, values)).toBe('/api/v1/vendors/a%2Fb%3Fc/incidents?q=R%26D&limit=3')
})
