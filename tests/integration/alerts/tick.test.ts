import { beforeEach, describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { raiseByClock } from '#lib/alerts/events/tick.ts'
import { pool } from '#lib/database/client.ts'
import { listVendorBriefs } from '#lib/queries/vendor/list-briefs.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { recordStatements } from '#tests/support/plans.ts'

ownDatabase({ emptied: true })

const NOW = Date.now()
const minutes = (count: number) => new Date(NOW + count * 60_000)
const EVER = { since: new Date(0) }
const url = 'https://status.example/archive'
const whole = (incidents: ParsedIncident[]) =>
  aDocument(incidents, { completeness: 'whole', kinds: ['incident', 'maintenance'] })
const past = anIncident('past')
const read = (incidents: ParsedIncident[], minute: number) =>
  ingest(whole([past, ...incidents]), { readAt: minutes(minute), url, from: url })

const plan = (from: number, until: number, status: ParsedIncident['status'] = 'scheduled') =>
  anIncident('plan', {
    kind: 'maintenance',
    status,
    statedStartedAt: null,
    statedEndedAt: null,
    scheduledFrom: minutes(from),
    scheduledUntil: minutes(until),
    updates: [anUpdate('1', { status, postedAt: minutes(-600) })],
  })
const outage = (impact: ParsedIncident['impact']) =>
  anIncident('outage', {
    impact,
    status: 'investigating',
    statedStartedAt: minutes(-5),
    statedEndedAt: null,
    updates: [anUpdate('1', { status: 'investigating', postedAt: minutes(-5) })],
  })

async function tick(minute: number): Promise<string[]> {
  await raiseByClock(minutes(minute), EVER)
  const { rows } = await pool().query<{ text: string }>(
    `with raised as (delete from alert_events where kind = 'state_changed' returning *)
     select kind || ' ' || (detail->>'from') || ' ' || (detail->>'to') as text from raised order by id`,
  )
  return rows.map(({ text }) => text)
}

describe('maintenance', () => {
  const startsAndEnds = async (minute: number) => {
    await raiseByClock(minutes(minute), EVER)
    const { rows } = await pool().query<{ kind: string }>(
      "select kind from alert_events where kind in ('started', 'ended') order by id",
    )
    return rows.map(({ kind }) => kind)
  }

  it('begins and ends when its time has come, each once', async () => {
    await read([plan(60, 120)], -1)
    expect(await startsAndEnds(59)).toEqual([])
    expect(await startsAndEnds(61)).toEqual(['started'])
    expect(await startsAndEnds(62)).toEqual(['started'])
    expect(await startsAndEnds(121)).toEqual(['started', 'ended'])
    expect(await startsAndEnds(122)).toEqual(['started', 'ended'])
  })

  it('began before we knew of it: no event', async () => {
    await read([plan(-10, 30)], -1)
    expect(await startsAndEnds(0)).toEqual([])
    expect(await startsAndEnds(31)).toEqual(['ended'])
  })

  it('began while no worker ran, long ago: no event', async () => {
    await read([plan(60, 300)], -1)
    expect(await startsAndEnds(95)).toEqual([])
  })
})

describe("a vendor's state", () => {
  it('is noted in silence first, and is an event when it changes', async () => {
    await read([], -1)
    expect(await tick(0)).toEqual([])
    await read([outage('critical')], -0.5)
    expect(await tick(0)).toEqual(['state_changed up down'])
    expect(await tick(0)).toEqual([])
    await read([outage('minor')], -0.2)
    expect(await tick(0)).toEqual(['state_changed down degraded'])
  })

  it('becomes unknown when its source was not read for three intervals, and known again', async () => {
    await read([], -1)
    await tick(0)
    expect(await tick(13)).toEqual([])
    expect(await tick(15)).toEqual(['state_changed up unknown'])
    await read([], 15.5)
    expect(await tick(16)).toEqual(['state_changed unknown up'])
  })

  it('does not become unknown because this worker has only just begun to watch, or an admin paused it', async () => {
    await read([], -1)
    await tick(0)
    await raiseByClock(minutes(60), { since: minutes(59) })
    await pool().query('update vendors set paused_at = now()')
    expect(await tick(61)).toEqual([])
  })

  it('is the one that its page shows', async () => {
    await read([outage('major')], -1)
    await ingest(whole([plan(-5, 30, 'in_progress')]), {
      readAt: minutes(-1),
      vendor: 'beta',
      url: 'https://b.example/archive',
    })
    await ingest(whole([anIncident('u', { unclear: 'Hm', statedStartedAt: minutes(-9) })]), {
      readAt: minutes(-1),
      vendor: 'gamma',
      url: 'https://c.example/archive',
    })
    await ingest(whole([past]), { readAt: minutes(-1), vendor: 'delta', url: 'https://d.example/archive' })
    await tick(0)
    const { rows } = await pool().query(
      'select slug, s.state from vendors v join alert_vendor_states s on s.vendor_id = v.id order by 1',
    )
    const shown = (await listVendorBriefs(minutes(0))).map(({ slug, state }) => ({ slug, state }))
    expect(rows).toEqual(
      shown.filter(({ state }) => state !== 'unknown').toSorted((a, b) => (a.slug < b.slug ? -1 : 1)),
    )
    expect(rows).toHaveLength(3)
  })
})

describe('several workers', () => {
  let workers: { since: Date; everyMs: number }[]
  beforeEach(async () => {
    await pool().query('delete from alert_ticks')
    workers = [EVER, { since: minutes(-1) }].map((watch) => ({ ...watch, everyMs: 4_500 }))
  })
  const tickOfAll = async () => {
    const statements = await recordStatements(async () => {
      for (const watch of workers) await raiseByClock(minutes(0), watch)
    })
    return statements.filter(({ text }) => text.includes('alert_vendor_states n')).length
  }
  const passTime = (seconds: number) =>
    pool().query("update alert_ticks set ticked_at = ticked_at - $1 * interval '1 second'", [seconds])
  const watchedSince = async () =>
    (await pool().query<{ at: Date }>('select watched_since as at from alert_ticks')).rows[0]?.at

  it('read the states of all vendors once every few seconds, whichever comes first', async () => {
    await read([], -1)
    expect(await tickOfAll()).toBe(1)
    expect(await tickOfAll()).toBe(0)
    await passTime(5)
    expect(await tickOfAll()).toBe(1)
  })

  it('have watched since the first of them began, unless nobody did meanwhile', async () => {
    await tickOfAll()
    await passTime(5)
    workers.reverse()
    await tickOfAll()
    expect(await watchedSince()).toEqual(EVER.since)
    await passTime(60)
    await tickOfAll()
    expect(await watchedSince()).toEqual(minutes(-1))
  })

  it('look again where the clock of the database was put back', async () => {
    await tickOfAll()
    await passTime(-3_600)
    expect(await tickOfAll()).toBe(1)
  })
})
