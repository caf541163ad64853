import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { keepDocument } from '#lib/documents/document.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { closeQueue, enqueueRun } from '#lib/runs/queue.ts'
import { requestRun } from '#lib/runs/run.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type StatuspageIncident, serveStatuspage } from '../../support/platforms/statuspage.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { startVendorServer, type VendorServer } from '../../support/vendor-server.ts'

/** The incidents that GitHub posted from 2010 to 2023, served by a Statuspage of our own. */
describe.skipIf(!hasShared)(
  'a back-fill of 852 incidents of fourteen years',
  () => {
    let database: TestDatabase
    let vendorServer: VendorServer
    let bodies: { incident: StatuspageIncident }[]

    beforeAll(async () => {
      database = await createTestDatabase()
      process.env.DATABASE_URL = database.url
      process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
      vendorServer = await startVendorServer()
      const archive = readFileSync(sharedPath('fixtures', 'statuspage', 'github-incident-detail-archive.jsonl'), 'utf8')
      bodies = archive
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      vendorServer.answer(serveStatuspage(bodies.map(({ incident }) => incident)))
    })

    afterAll(async () => {
      await closeQueue()
      await closeFetcher()
      await vendorServer.close()
      await closeDatabase()
      await database.drop()
    })

    it('gives the same rows as the bodies themselves, though its worker is killed again and again; no page is read twice', async () => {
      const direct = await addSource('direct')
      const kept = await keepDocument(pool(), {
        sourceId: direct.sourceId,
        bytes: Buffer.from(JSON.stringify({ incidents: bodies.map(({ incident }) => incident) })),
        url: `${vendorServer.url}/api/v2/incidents.json`,
        contentType: 'application/json',
      })
      const pushed = {
        ...direct,
        mode: 'document',
        trigger: 'api',
        dryRun: false,
        documentId: kept.id,
        readAt: new Date(),
      } as const
      await executeRun(await requestRun(pool(), pushed, async () => {}), runHandlers)
      expect(await rowsOf('direct')).toHaveLength(852)

      const filled = await addSource('filled')
      const request = { ...filled, mode: 'backfill', trigger: 'api', dryRun: false } as const
      const id = await requestRun(pool(), request, enqueueRun)
      for (const requestsUntilKilled of [20, 300]) {
        await workUntil(async () => vendorServer.requests.length, requestsUntilKilled)
      }
      const run = await workToTheEnd(id)
      expect(run).toMatchObject({ state: 'succeeded', error_code: null })

      const paths = vendorServer.requests.map(({ path }) => path)
      const twice = paths.filter((path, index) => paths.indexOf(path) !== index)
      // An exchange that was cut by the kill itself is made once more; what has come is never asked for again.
      expect(twice.length).toBeLessThanOrEqual(2)
      const [first, second] = [await rowsOf('direct'), await rowsOf('filled')]
      expect(second).toHaveLength(852)
      expect(second).toEqual(first)
    })

    async function addSource(slug: string) {
      const sources = [{ platform: 'statuspage', url: vendorServer.url }]
      await createVendor({ slug, name: slug, websiteUrl: null, category: null, sources }, 'test')
      const { rows } = await pool().query(
        'select s.id, v.id as vendor_id from sources s join vendors v on v.id = s.vendor_id where v.slug = $1',
        [slug],
      )
      return { vendorId: rows[0].vendor_id as number, sourceId: rows[0].id as number }
    }

    /** Everything that a document says, without ids and read times. */
    async function rowsOf(slug: string) {
      const { rows } = await pool().query(
        `select i.external_id, i.title, i.kind, i.impact, i.status, i.started_at, i.ended_at, i.basis, i.mitigated_at, i.withdrawn_at,
              (select json_agg(json_build_array(u.external_id, u.status, u.posted_at, md5(u.body), u.withdrawn_at) order by u.posted_at, u.position)
               from incident_updates u where u.incident_id = i.id) as updates
       from incidents i join vendors v on v.id = i.vendor_id where v.slug = $1 order by i.external_id`,
        [slug],
      )
      return rows
    }

    function startWorkerProcess() {
      const env = { ...process.env, SCHEDULE: 'off', LOG_LEVEL: 'warn', BACKFILL_SPACING_MS: '0' }
      return spawn(process.execPath, ['bin/worker.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    }

    async function workUntil(progress: () => Promise<number>, more: number) {
      const goal = (await progress()) + more
      const worker = startWorkerProcess()
      await waitFor(async () => (await progress()) >= goal)
      worker.kill('SIGKILL')
      await once(worker, 'exit')
    }

    async function workToTheEnd(id: string) {
      const worker = startWorkerProcess()
      const state = async () =>
        (await pool().query('select state::text, error_code from runs where id = $1', [id])).rows[0]
      await waitFor(async () => !['queued', 'running'].includes((await state()).state))
      worker.kill('SIGTERM')
      await once(worker, 'exit')
      return await state()
    }

    async function waitFor(isSo: () => Promise<boolean>) {
      const deadline = Date.now() + 120_000
      while (!(await isSo())) {
        if (Date.now() > deadline) throw new Error('It did not come to pass within two minutes.')
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  },
  400_000,
)
