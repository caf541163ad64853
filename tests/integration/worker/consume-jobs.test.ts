import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { closeQueue, connectSender } from '#lib/runs/queue.ts'
import { consumeRuns } from '#lib/worker/consume-jobs.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { eventually } from '#tests/support/processes/worker-process.ts'

ownDatabase({ emptied: true })

it('jobs that ended an hour ago are deleted within minutes, and others stay', async () => {
  await connectSender()
  await closeQueue()
  await pool().query(
    `insert into pgboss.job (name, data, state, policy, singleton_key, deletion_seconds, completed_on)
     select 'runs', jsonb_build_object('minutesAgo', minutes), 'completed', 'key_strict_fifo', minutes::text, 3600, now() - make_interval(mins => minutes)
     from unnest(array[5, 55, 65, 1000]) as minutes`,
  )
  await pool().query("update pgboss.queue set maintain_on = now() - interval '11 minutes'")
  const consumer = await consumeRuns(process.env.DATABASE_URL ?? '', 1, async () => {})
  try {
    const left = await eventually(async () => {
      const { rows } = await pool().query(
        "select (data->>'minutesAgo')::int as ago from pgboss.job where data ? 'minutesAgo' order by 1",
      )
      return rows.length < 4 && rows.map(({ ago }) => ago)
    }, 15_000)
    expect(left).toEqual([5, 55])
  } finally {
    await consumer.stop(1_000)
    await closeQueue()
  }
})
