import { describe, expect, it } from 'vitest'
import { EVENT_COLUMNS, fromEventRow } from '#lib/alerts/events/event.ts'
import { type NewEvent, raiseEvents } from '#lib/alerts/events/raise-events.ts'
import { dispatchEvents } from '#lib/alerts/rules/dispatch.ts'
import { startDispatcher } from '#lib/alerts/rules/dispatcher.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { ALERT_EVENT_KINDS } from '#lib/domain/alerts/event-kinds.ts'
import { aSource } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })

const happenedAt = new Date('2026-03-10T12:00:00Z')

async function listWaiting() {
  const { rows } = await pool().query(
    `select ${EVENT_COLUMNS} from alert_events where dispatched_at is null order by id`,
  )
  return rows.map(fromEventRow)
}

describe('events', () => {
  it('are of the kinds that the database knows', async () => {
    const { rows } = await pool().query('select unnest(enum_range(null::alert_event_kind))::text as kind')
    expect(rows.map(({ kind }) => kind)).toEqual([...ALERT_EVENT_KINDS])
  })

  it('are dispatched once, in the order in which they were raised', async () => {
    const { vendorId } = await aSource()
    const about = { vendorId, incidentId: null, sourceId: null, happenedAt }
    const events: NewEvent[] = [
      { ...about, kind: 'state_changed', detail: { from: 'up', to: 'unknown' } },
      { ...about, kind: 'source_failing', detail: { reason: 'It "answered" 500.' } },
      { ...about, kind: 'source_recovered', detail: {} },
    ]
    await inTransaction((tx) => raiseEvents(tx, events))
    expect(await listWaiting()).toMatchObject(events)
    expect(await Promise.all([dispatchEvents(), dispatchEvents()]).then((counts) => counts.sort())).toEqual([0, 3])
    expect(await listWaiting()).toEqual([])
  })

  it('are dispatched as soon as they are committed, without waiting for the next look', async () => {
    const { vendorId } = await aSource()
    const dispatcher = startDispatcher(process.env.DATABASE_URL as string, { tickMs: 60_000 })
    try {
      const about = { vendorId, incidentId: null, sourceId: null, happenedAt }
      for (let round = 0; round < 3; round++) {
        await inTransaction((tx) => raiseEvents(tx, [{ ...about, kind: 'source_recovered', detail: {} }]))
        await expect.poll(listWaiting, { interval: 5 }).toEqual([])
      }
    } finally {
      await dispatcher.stop()
    }
  })

  it('are looked for by the clock in turns that all workers share', async () => {
    const dispatcher = startDispatcher(process.env.DATABASE_URL as string, { tickMs: 20 })
    try {
      const listTicks = async () => (await pool().query('select id from alert_ticks')).rows
      await expect.poll(listTicks, { interval: 5 }).toHaveLength(1)
    } finally {
      await dispatcher.stop()
    }
  })

  it('are none if the transaction that stores the change fails', async () => {
    const { vendorId } = await aSource()
    const failing = inTransaction(async (tx) => {
      await raiseEvents(tx, [{ vendorId, incidentId: null, sourceId: null, happenedAt, kind: 'resolved', detail: {} }])
      throw new Error('The change was refused.')
    })
    await expect(failing).rejects.toThrow('refused')
    expect(await listWaiting()).toEqual([])
  })
})
