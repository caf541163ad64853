import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { getAdminSource } from '#lib/queries/admin/sources.ts'
import { aSource, clearDatabase, runMode, useTestDatabase } from '../../support/ingest.ts'
import { serveCstate } from '../../support/platforms/cstate.ts'
import { serveStatuspage, statuspageIncident } from '../../support/platforms/statuspage.ts'
import { startVendorServer, type VendorServer } from '../../support/vendor-server.ts'

const incidents = [1, 2, 3].map((n) => statuspageIncident(n))
let vendorServer: VendorServer
let drop: () => Promise<void>
/** The same server under another name. */
let elsewhere: string

beforeAll(async () => {
  drop = await useTestDatabase()
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
})
beforeEach(async () => {
  await clearDatabase()
  vendorServer = await startVendorServer()
  elsewhere = vendorServer.url.replace('127.0.0.1', '127.0.0.2')
})
afterEach(() => vendorServer.close())
afterAll(async () => {
  await closeFetcher()
  await drop()
})

const source = () => ({ platform: 'statuspage' as const, url: vendorServer.url })
const poll = async (times = 1) => {
  // A host that fails again and again is left alone for a while; not for this long.
  for (let n = 0; n < times; n++) {
    await pool().query('delete from hosts')
    await runMode('poll', source())
  }
}
const hint = async () => (await getAdminSource((await aSource(source())).sourceId, new Date()))?.movedHint

describe('a source that has moved', () => {
  const redirect = (status: number) => {
    const serve = serveStatuspage(incidents)
    vendorServer.answer((path, host) =>
      host === '127.0.0.1' ? { status, headers: { location: `${elsewhere}${path}` } } : serve(path),
    )
  }

  it('is known by permanent redirects, counted poll by poll', async () => {
    redirect(301)
    await poll(3)
    expect(await hint()).toMatchObject({
      url: elsewhere,
      platform: null,
      times: 3,
      evidence: expect.stringContaining(`permanently redirected to ${elsewhere}`),
    })
  })

  it('is not known by redirects that may end tomorrow', async () => {
    redirect(302)
    await poll(2)
    expect(await hint()).toBeNull()
  })

  it('is known by what stands in its place, once its polls have failed twice', async () => {
    vendorServer.answer(serveCstate(vendorServer.url, incidents))
    await poll()
    expect(await hint()).toBeNull()
    await poll()
    expect(await hint()).toMatchObject({ platform: 'cstate', url: expect.stringContaining(vendorServer.url), times: 1 })
  })

  it('is forgotten when it is there again', async () => {
    redirect(308)
    await poll(2)
    vendorServer.answer(serveStatuspage(incidents))
    await poll()
    expect(await hint()).toBeNull()
  })
})
