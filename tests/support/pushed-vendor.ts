import { randomBytes } from 'node:crypto'
import { type APIRequestContext, expect } from '@playwright/test'
import type { SharedSite } from './browser.ts'
import type { StatuspageIncident } from './platforms/statuspage.ts'

/**
 * Adds a vendor for the test and pushes a document with these incidents and the properties in `over`; waits until the worker
 * has ingested it. Returns the vendor's slug.
 */
export async function addVendor(
  request: APIRequestContext,
  site: SharedSite,
  name: string,
  incidents: StatuspageIncident[],
  over: object = {},
): Promise<string> {
  const slug = `pushed-${randomBytes(4).toString('hex')}`
  const headers = { authorization: `Bearer ${site.token}` }
  const source = { platform: 'statuspage', url: `https://${slug}.example` }
  const added = await request.post('/api/v1/vendors', { headers, data: { slug, name, sources: [source] } })
  expect(added.status()).toBe(201)
  const query = new URLSearchParams({ platform: 'statuspage', fetchedAt: new Date().toISOString() })
  const pushed = await request.post(`/api/v1/vendors/${slug}/documents?${query}`, {
    headers: { ...headers, 'content-type': 'application/json' },
    data: JSON.stringify({ page: { id: 'p', name, url: source.url, time_zone: 'Etc/UTC' }, incidents, ...over }),
  })
  const { runs } = (await pushed.json()) as { runs: { id: string }[] }
  const stateOf = async () =>
    ((await (await request.get(`/api/v1/runs/${runs[0]?.id}`, { headers })).json()) as { state: string }).state
  await expect.poll(stateOf).toBe('succeeded')
  return slug
}
