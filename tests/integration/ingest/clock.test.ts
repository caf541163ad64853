import { describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest, liveState, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const URL = 'https://status.acme.example/feed'
const READ = '2026-04-01T12:00:00.400Z'

ownDatabase({ emptied: true })

/** An open incident with this start and nothing else. */
const starting = (start: string, over: Parameters<typeof anIncident>[1] = {}) =>
  anIncident('a', { status: 'investigating', statedStartedAt: at(start), statedEndedAt: null, updates: [], ...over })

const read = async (incident: ReturnType<typeof anIncident>, readAt: string | null = READ, vendor = 'acme') =>
  await ingest(aDocument([incident], { kinds: ['incident', 'maintenance', 'notice'] }), { vendor, url: URL, readAt })

async function row(vendor = 'acme') {
  const { rows } = await pool().query(
    `select i.started_at as "startedAt", i.ended_at as "endedAt", i.basis::text, i.kind::text, i.stated_started_at as "statedStartedAt"
     from incidents i join vendors v on v.id = i.vendor_id where v.slug = $1`,
    [vendor],
  )
  return rows[0]
}

describe('a start that lies after the read which first had it', () => {
  it('is that read’s time while it is five minutes ahead or less, at every later read and in a replay', async () => {
    const ahead = starting('2026-04-01T12:05:00Z')
    expect((await read(ahead)).warnings).toEqual([])
    const expected = {
      startedAt: at('2026-04-01T12:00:00Z'),
      basis: 'ongoing',
      statedStartedAt: at('2026-04-01T12:05Z'),
    }
    expect(await row()).toMatchObject(expected)
    await read({ ...ahead, title: 'Later' }, '2026-04-01T13:00Z')
    expect(await row()).toMatchObject(expected)
    const before = await liveState()
    await runMode('replay', { url: URL })
    expect(await liveState()).toEqual(before)
  })

  it('is not understood beyond that: a notice without a start, in no figure, with a warning that names it', async () => {
    const ahead = starting('2026-04-01T12:05:01Z')
    expect((await read(ahead)).warnings).toEqual([
      'incident a: starts at 2026-04-01T12:05:01.000Z, which is after the read; kept as a notice until the start can be interpreted',
    ])
    // Time that passes makes it no more plausible.
    for (const now of [at('2026-04-01T12:01Z'), at('2026-04-01T12:10Z')]) {
      const vendor = await getVendor('acme', parseHistoryFilter({}, now), now)
      expect(vendor).toMatchObject({ state: 'unknown', isUnclear: true, openIncidents: [] })
      expect(vendor?.history).toMatchObject({ incidentCount: 0, downtimeSeconds: 0, unclearCount: 1 })
    }
    await read({ ...ahead, title: 'Later' }, '2026-04-01T13:00Z')
    expect(await row()).toMatchObject({ startedAt: null, basis: 'unclear', kind: 'notice' })
    await read(starting('2026-04-01T11:00Z'), '2026-04-01T14:00Z')
    expect(await row()).toMatchObject({ startedAt: at('2026-04-01T11:00Z'), basis: 'ongoing', kind: 'incident' })
  })

  it('is told by an update as well, and a single posting stays one', async () => {
    const ahead = { statedStartedAt: null, updates: [anUpdate('u', { postedAt: at('2026-04-01T12:03Z') })] }
    await read(starting('2026-04-01T12:03Z', { status: 'resolved', ...ahead }))
    const readAt = at('2026-04-01T12:00Z')
    expect(await row()).toMatchObject({ startedAt: readAt, endedAt: readAt, basis: 'single' })
  })

  it('is left alone in a plan, in a notice, and where no read time is known', async () => {
    const tomorrow = '2026-04-02T12:00Z'
    const plan = { statedStartedAt: null, scheduledFrom: at(tomorrow), scheduledUntil: at('2026-04-02T13:00Z') }
    expect((await read(starting(tomorrow, { kind: 'maintenance', status: 'scheduled', ...plan }))).warnings).toEqual([])
    expect(await row()).toMatchObject({ startedAt: at(tomorrow), kind: 'maintenance', basis: 'reported' })
    expect((await read(starting(tomorrow, { kind: 'notice' }), READ, 'beta')).warnings).toEqual([])
    expect(await row('beta')).toMatchObject({ startedAt: at(tomorrow), kind: 'notice' })
    // Its newest posting is what the document is dated by.
    const late = starting('2026-04-01T12:03Z', { statedStartedAt: at('2026-04-01T12:03Z') })
    await read({ ...late, updates: [anUpdate('u', { postedAt: at('2026-04-01T12:04Z') })] }, null, 'gamma')
    expect(await row('gamma')).toMatchObject({ startedAt: at('2026-04-01T12:03Z') })
  })

  it('is judged by the read that first had this start, in whatever order documents come', async () => {
    const documents = [
      [starting('2026-04-01T11:00Z'), '2026-04-01T12:00Z'],
      [starting('2026-04-01T14:00Z'), '2026-04-01T15:00Z'],
      [starting('2026-04-01T14:00Z', { title: 'Renamed' }), '2026-04-01T16:00Z'],
    ] as const
    for (const [incident, readAt] of documents) await read(incident, readAt)
    for (const [incident, readAt] of documents.toReversed()) await read(incident, readAt, 'beta')
    const expected = { startedAt: at('2026-04-01T14:00Z'), basis: 'ongoing', kind: 'incident' }
    expect(await row()).toMatchObject(expected)
    expect(await row('beta')).toMatchObject(expected)
  })
})
