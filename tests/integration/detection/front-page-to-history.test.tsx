import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HistoryPage } from '#components/history/history-page.tsx'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { pool } from '#lib/database/client.ts'
import { detectHere } from '#lib/detection/detection.ts'
import { closeFetcher, replaceFetcher } from '#lib/fetch/read-address.ts'
import { getVendorHistory } from '#lib/queries/vendors.ts'
import { requestRun } from '#lib/runs/run.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { clearDatabase, useTestDatabase } from '../../support/ingest.ts'
import { fetcherOf, serveSite } from '../../support/platforms/detect-site.ts'
import { PLATFORM_SITES } from '../../support/platforms/platform-sites.ts'
import { startVendorServer, type VendorServer } from '../../support/vendor-server.ts'

let vendorServer: VendorServer
let leave: () => Promise<void>

beforeAll(async () => {
  leave = await useTestDatabase()
})
beforeEach(async () => {
  await clearDatabase()
  vendorServer = await startVendorServer()
  replaceFetcher(fetcherOf(vendorServer))
})
afterEach(async () => {
  await closeFetcher()
  await vendorServer.close()
})
afterAll(() => leave())

/** Adds what was detected, as the form of a new vendor does, and has it read once. */
async function readOnce(source: { platform: string; url: string }) {
  await createVendor({ slug: 'acme', name: 'Acme', websiteUrl: null, category: null, sources: [source] }, 'test')
  const { rows } = await pool().query('select id, vendor_id from sources')
  const request = { vendorId: rows[0].vendor_id, sourceId: rows[0].id, mode: 'poll', trigger: 'admin' } as const
  const run = await requestRun(pool(), { ...request, dryRun: false }, async () => {})
  await executeRun(run, runHandlers)
  return (await pool().query('select state::text, error_code as error, quarantined from runs where id = $1', [run]))
    .rows[0]
}

async function drawHistory() {
  const now = new Date()
  const filter = parseHistoryFilter({ window: 'all', kind: 'all' }, now)
  const history = await getVendorHistory('acme', filter, now)
  if (history === null) throw new Error('the vendor is not there')
  const html = renderToStaticMarkup(<HistoryPage {...history} filter={filter} isAdmin={false} />)
  return {
    history,
    text: html
      .replace(/<[^<>]*>/g, ' ')
      .replaceAll('&amp;', '&')
      .replace(/\s+/g, ' '),
  }
}

describe('a platform, from the front page of a site to its history', () => {
  const sites = Object.entries(PLATFORM_SITES)

  it('is tried with every platform that can be found', () => {
    const findable = ADAPTERS.filter(({ probes }) => probes !== null).map(({ platform }) => platform)
    expect(findable.toSorted()).toEqual(sites.map(([platform]) => platform).toSorted())
  })

  it.each(sites)('shows by its history what the preview of %s promised', async (platform, site) => {
    vendorServer.answer(serveSite(site))
    const found = await detectHere({ url: site.given ?? vendorServer.url, isWhole: false })
    expect(found.platform).toBe(platform)
    expect(found.preview.map(({ title }) => title).toSorted()).toEqual(site.titles.toSorted())
    expect(vendorServer.requests.length).toBeLessThanOrEqual(24)
    const asked = vendorServer.requests.map(({ host, path }) => `${host}${path}`)
    expect(asked).toHaveLength(new Set(asked).size)

    expect(await readOnce(found)).toMatchObject({ state: 'succeeded', error: null })
    const { history, text } = await drawHistory()
    for (const title of site.titles) expect(text).toContain(title)
    const shown = history.list.incidents.map(({ title, startedAt, endedAt }) => ({ title, startedAt, endedAt }))
    const promised = found.preview.map(({ title, startedAt, endedAt }) => ({ title, startedAt, endedAt }))
    expect(shown).toEqual(expect.arrayContaining(promised))
    expect(shown).toHaveLength(site.titles.length)
  })
})
