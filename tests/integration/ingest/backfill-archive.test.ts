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
import { isFull } from '../../support/full.ts'
import { type StatuspageIncident, serveStatuspage } from '../../support/platforms/statuspage.ts'
import { startWorkerProcess, type WorkerProcess } from '../../support/processes/worker-process.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { startVendorServer, type VendorServer } from '../../support/vendor-server.ts'

/** All of them, or enough, of every year, for a worker to be killed twice in the middle. */
const COUNT = isFull ? 852 : 100
const KILLED_AFTER = isFull ? [20, 300] : [15, 40]
/** How long nothing may move: a busy machine is slow, but it goes on. */
const PATIENCE_MS = 120_000

/** Incidents that GitHub posted from 2010 to 2023, served by a Statuspage of our own. */
describe.skipIf(!hasShared)(
  `a back-fill of ${COUNT} incidents of fourteen years`,
  () => {
    let database: TestDatabase
    let vendorServer: VendorServer
    let bodies: { incident: StatuspageIncident }[]
    let worker: WorkerProcess | undefined

    beforeAll(async () => {
      database = await createTestDatabase()
      process.env.DATABASE_URL = database.url
      process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
      vendorServer = await startVendorServer()
      const archive = readFileSync(sharedPath('fixtures', 'statuspage', 'github-incident-detail-archive.jsonl'), 'utf8')
      const all = archive
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      // Spread evenly over the years.
      bodies = all.filter(
        (_, index) => Math.floor((index * COUNT) / all.length) !== Math.floor(((index + 1) * COUNT) / all.length),
      )
      vendorServer.answer(serveStatuspage(bodies.map(({ incident }) => incident)))
    })

    afterAll(async () => {
      await worker?.end('SIGKILL')
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
      expect(await rowsOf('direct')).toHaveLength(COUNT)

      const filled = await addSource('filled')
      const request = { ...filled, mode: 'backfill', trigger: 'api', dryRun: false } as const
      const id = await requestRun(pool(), request, enqueueRun)
      for (const requestsUntilKilled of KILLED_AFTER) {
        await workUntil(requestsUntilKilled)
      }
      const run = await workToTheEnd(id)
      expect(run).toMatchObject({ state: 'succeeded', error_code: null })

      const paths = vendorServer.requests.map(({ path }) => path)
      const twice = paths.filter((path, index) => paths.indexOf(path) !== index)
      // An exchange that was cut by the kill itself is made once more; what has come is never asked for again.
      expect(twice.length).toBeLessThanOrEqual(2)
      const [first, second] = [await rowsOf('direct'), await rowsOf('filled')]
      expect(second).toHaveLength(COUNT)
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

    const requests = async () => vendorServer.requests.length

    function startWorker() {
      worker = startWorkerProcess(database.url, { LOG_LEVEL: 'warn', BACKFILL_SPACING_MS: '0' })
      return worker
    }

    async function workUntil(more: number) {
      const goal = (await requests()) + more
      const started = startWorker()
      await waitFor(async () => (await requests()) >= goal)
      await started.end('SIGKILL')
    }

    async function workToTheEnd(id: string) {
      const started = startWorker()
      const state = async () =>
        (await pool().query('select state::text, error_code from runs where id = $1', [id])).rows[0]
      await waitFor(async () => !['queued', 'running'].includes((await state()).state))
      await started.end('SIGTERM')
      return await state()
    }

    /** Waits as long as requests come in. */
    async function waitFor(isSo: () => Promise<boolean>) {
      let seen = await requests()
      for (let deadline = Date.now() + PATIENCE_MS; !(await isSo()); ) {
        const now = await requests()
        if (now > seen) deadline = Date.now() + PATIENCE_MS
        seen = now
        if (Date.now() > deadline) throw new Error(`No request has come in for ${PATIENCE_MS / 1000} s.`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  },
  400_000,
)
