import { afterAll, beforeAll, expect, it } from 'vitest'
import { detect } from '#lib/admin/source/detect.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { closeFetcher, replaceFetcher } from '#lib/fetch/read-address.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { startWorker, type Worker } from '#lib/worker/worker.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { fetcherOf, serveSite } from '#tests/support/platforms/detect-site.ts'
import { PLATFORM_SITES } from '#tests/support/platforms/platform-sites.ts'
import { startVendorServer, type VendorServer } from '#tests/support/vendor-server.ts'

let database: TestDatabase
let vendorServer: VendorServer
let worker: Worker

beforeAll(async () => {
  database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
  vendorServer = await startVendorServer()
  replaceFetcher(fetcherOf(vendorServer))
  worker = await startWorker(database.url)
})
afterAll(async () => {
  await worker.stop()
  await closeQueue()
  await closeFetcher()
  await vendorServer.close()
  await closeDatabase()
  await database.drop()
})

it('goes on from one detection to the next, so that five that were asked for at once all have their answer', async () => {
  const site = PLATFORM_SITES.instatus
  const answer = serveSite(site)
  const waiting = Promise.withResolvers<void>()
  vendorServer.answer(async (path, host) => {
    await waiting.promise
    return answer(path, host)
  })
  const hosts = ['127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6', '127.0.0.7']
  const asked = hosts.map((host) => detect(vendorServer.url.replace('127.0.0.1', host)))
  const countJobs = async () => (await pool().query("select from pgboss.job where name = 'detections'")).rowCount
  await expect.poll(countJobs).toBe(hosts.length)
  waiting.resolve()
  expect((await Promise.all(asked)).map((found) => found?.platform)).toEqual(hosts.map(() => 'instatus'))
})
