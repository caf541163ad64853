import { afterAll, expect, it, vi } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { startWorker } from '#lib/worker/worker.ts'
import { SOON } from '#tests/support/alerts/deliveries.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()
afterAll(closeQueue)

it('an incident that was held while a worker dated the others is dated later', async () => {
  await ingest(aDocument([anIncident('free'), anIncident('held')]), { readAt: '2026-04-01T00:00Z' })
  const dates = async () => {
    const { rows } = await pool().query('select external_id as id, news_at as at from incidents order by 1')
    return rows
  }
  const [free, held] = await dates()
  await pool().query('update incidents set news_at = to_timestamp(0)')
  const holder = await pool().connect()
  await holder.query("begin; select from incidents where external_id = 'held' for update")
  const worker = await startWorker(process.env.DATABASE_URL ?? '', { recoverMs: 20 })
  try {
    await vi.waitFor(async () => expect(await dates()).toEqual([free, { id: 'held', at: new Date(0) }]), SOON)
    // Several looks find nothing that is free.
    await new Promise((resolve) => setTimeout(resolve, 300))
    await holder.query('rollback')
    await vi.waitFor(async () => expect(await dates()).toEqual([free, held]), SOON)
  } finally {
    await holder.query('rollback')
    holder.release()
    await worker.stop()
  }
})
