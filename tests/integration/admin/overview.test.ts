import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listAttention } from '#components/admin/attention.ts'
import { pauseSource } from '#lib/admin/source/sources.ts'
import { pool } from '#lib/database/client.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { getOverview } from '#lib/queries/admin/overview.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { aSource, clearDatabase, runMode, useTestDatabase } from '#tests/support/ingest.ts'
import { incidentList, serveStatuspage, statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { startVendorServer, type VendorServer } from '#tests/support/vendor-server.ts'

const MINUTE_MS = 60_000
let vendorServer: VendorServer
let drop: () => Promise<void>

beforeAll(async () => {
  drop = await useTestDatabase()
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
})
beforeEach(async () => {
  await clearDatabase()
  vendorServer = await startVendorServer()
  vendorServer.answer(serveStatuspage(numbers(1, 12)))
})
afterEach(() => vendorServer.close())
afterAll(async () => {
  await closeQueue()
  await closeFetcher()
  await drop()
})

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => statuspageIncident(from + n))
const source = () => ({ platform: 'statuspage' as const, url: vendorServer.url })

async function poll() {
  await pool().query('delete from hosts')
  await runMode('poll', source())
}

async function seen(now = new Date()) {
  await pool().query(
    "insert into workers (id) values ('00000000-0000-7000-8000-000000000001') on conflict (id) do update set beat_at = now()",
  )
  const overview = await getOverview(now)
  const [attention] = listAttention(overview, null, now)
  return { health: overview.sources[0]?.health, attention: attention?.what ?? null, next: attention?.next }
}

describe('the overview', () => {
  it('shows a source as new, fresh, late, and stopped', async () => {
    await aSource(source())
    expect(await seen()).toMatchObject({ health: 'new', attention: null })
    await poll()
    expect(await seen()).toMatchObject({ health: 'fresh', attention: null })
    expect(await seen(new Date(Date.now() + 16 * MINUTE_MS))).toMatchObject({
      health: 'late',
      attention: 'acme (statuspage) has not been read in time',
      next: expect.stringContaining('Poll the source now'),
    })
    await pauseSource((await aSource(source())).sourceId, true, 'ada')
    expect(await seen(new Date(Date.now() + 16 * MINUTE_MS))).toMatchObject({ health: 'stopped', attention: null })
  })

  it('shows one that fails for days, and one whose list is not believed', async () => {
    await poll()
    vendorServer.answer(() => ({ status: 500 }))
    for (let times = 0; times < 4; times++) await poll()
    expect(await seen(new Date(Date.now() + 3 * 1440 * MINUTE_MS))).toMatchObject({
      health: 'failing',
      attention: 'acme (statuspage): 4 polls in a row failed',
      next: expect.stringContaining('The vendor’s own status page has a problem'),
    })
    vendorServer.answer((path) => (path.endsWith('/incidents.json') ? incidentList([]) : null))
    await poll()
    expect(await seen()).toMatchObject({
      health: 'suspicious',
      attention: 'acme (statuspage): the last document was rejected as implausible',
      next: expect.stringContaining('nothing was changed'),
    })
  })

  it('shows what is in quarantine, what it holds, and that nobody works', async () => {
    vendorServer.answer((path) =>
      path.endsWith('/incidents.json') ? incidentList([...numbers(1, 2), { ...statuspageIncident(3), id: '' }]) : null,
    )
    await poll()
    expect((await seen()).attention).toBe('1 item in documents could not be read')
    await pool().query("update workers set beat_at = now() - interval '1 hour'")
    const overview = await getOverview(new Date())
    expect(listAttention(overview, null, new Date())[0]?.what).toBe('No worker is running')
    expect(overview.storage).toMatchObject({ vendorCount: 1, incidentCount: 2, documentCount: 1 })
    expect(overview.storage.databaseBytes).toBeGreaterThan(1_000_000)
  })

  it('says that the server is offline once every host of several fails by an error of the network', async () => {
    const closed = async (vendor: string, host: string) =>
      await runMode('poll', { vendor, platform: 'statuspage', url: `http://${host}:9` })
    await closed('acme', '127.0.0.1')
    expect((await getOverview(new Date())).unreachableHosts).toBe(0)
    await closed('beta', '127.0.0.2')
    expect((await getOverview(new Date())).unreachableHosts).toBe(2)
    await poll()
    expect((await getOverview(new Date())).unreachableHosts).toBe(0)
  })
})
