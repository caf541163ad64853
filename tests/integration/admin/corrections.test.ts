import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeDisplayName } from '#lib/admin/account/accounts.ts'
import { correctIncident, revokeCorrection } from '#lib/admin/corrections.ts'
import { dismissItem, retryItem } from '#lib/admin/run/quarantine.ts'
import { CHANGE_CHANNEL } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { listAuditEntries } from '#lib/queries/admin/audit.ts'
import { getIncidentFacts } from '#lib/queries/admin/incidents.ts'
import { listQuarantined } from '#lib/queries/admin/quarantine.ts'
import { getIncident } from '#lib/queries/incidents.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { aDocument, anIncident, at } from '../../support/documents.ts'
import { clearDatabase, countMonths, ingest, runMode, useTestDatabase } from '../../support/ingest.ts'
import { exportLines } from '../../support/transfer.ts'

const now = at('2026-03-10T00:00Z')
const by = { reason: 'The postmortem says so.', actor: 'ada@example.com' }
let remove: () => Promise<void>
let id: string

beforeAll(async () => {
  remove = await useTestDatabase()
})

/** One incident of an hour. */
beforeEach(async () => {
  await clearDatabase()
  await ingest(aDocument([anIncident('a')]), { readAt: '2026-03-02T00:00Z' })
  const { rows } = await pool().query('select public_id from incidents')
  id = rows[0].public_id
})

afterAll(async () => {
  await closeQueue()
  await remove()
})

const totals = async () => {
  const vendor = await getVendor('acme', parseHistoryFilter({}, now), now)
  return { count: vendor?.history.incidentCount, downtime: vendor?.history.downtimeSeconds }
}

const months = async () =>
  (await countMonths()).map(({ month, kind, incidents, seconds }) => [month, kind, incidents, seconds])

describe('a correction', () => {
  it('of the end changes the duration, the totals and the months, and is shown with its reason', async () => {
    await correctIncident(id, { endedAt: at('2026-03-01T12:30Z') }, by)
    expect(await getIncident(id, now)).toMatchObject({
      durationSeconds: 9_000,
      durationBasis: 'corrected',
      endedAt: at('2026-03-01T12:30Z'),
      corrections: [
        {
          field: 'endedAt',
          value: '2026-03-01T12:30:00.000Z',
          reason: 'The postmortem says so.',
          author: 'an admin',
          revokedAt: null,
        },
      ],
    })
    expect(await totals()).toEqual({ count: 1, downtime: 9_000 })
    expect(await months()).toEqual([['2026-03', 'incident', 1, 9_000]])
    expect((await listAuditEntries({}, 5))[0]).toMatchObject({
      actor: 'ada@example.com',
      action: 'incident.correct',
      subject: id,
    })
  })

  it('is signed with the name that its author chose to publish, never with an address', async () => {
    await pool().query(
      `insert into users (id, name, email, role) values ('ada', 'ada@example.com', 'ada@example.com', 'admin')`,
    )
    const authors = async () => (await getIncident(id, now))?.corrections.map(({ author }) => author)
    await correctIncident(id, { impact: 'major' }, by)
    expect(await authors()).toEqual(['an admin'])
    for (const name of ['ada@home', 'x'.repeat(61)]) {
      await expect(changeDisplayName('ada', name, 'ada@example.com')).rejects.toThrow(InvalidInputError)
    }
    await changeDisplayName('ada', ' Ada  L. ', 'ada@example.com')
    await correctIncident(id, { impact: 'critical' }, by)
    expect(await authors()).toEqual(['an admin', 'Ada L.'])
    await changeDisplayName('ada', '', 'ada@example.com')
    await correctIncident(id, { impact: 'minor' }, by)
    expect(await authors()).toEqual(['an admin', 'Ada L.', 'an admin'])
    expect((await exportLines()).filter((line) => line.includes('"correction"')).join()).not.toContain('@')
    await pool().query('delete from users')
  })

  it('of a sample incident goes to the same incident of the page that takes its place', async () => {
    await clearDatabase()
    const [same, near] = [anIncident('s1', { title: 'Same' }), anIncident('s2', { title: 'Sample only' })]
    await ingest(aDocument([same, near]), { origin: 'sample', readAt: '2026-03-02T00:00Z' })
    const { rows } = await pool().query<{ public_id: string }>('select public_id from incidents order by external_id')
    for (const { public_id } of rows) await correctIncident(public_id, { endedAt: at('2026-03-01T12:30Z') }, by)
    const real = aDocument([anIncident('r1', { title: 'Same' }), anIncident('r2', { title: 'Another' })])
    const options = { url: 'https://status.acme.example', readAt: '2026-03-03T00:00Z' }
    const lost = [expect.stringMatching(/^The correction of endedAt of “Sample only” is not shown any more/)]
    expect((await ingest(real, { ...options, dryRun: true })).warnings).toEqual(lost)
    expect((await ingest(real, options)).warnings).toEqual(lost)
    expect((await ingest(real, { ...options, readAt: '2026-03-04T00:00Z' })).warnings).toEqual([])
    const { rows: carried } = await pool().query(
      `select i.external_id as id, c.field, c.reason from corrections c join incidents i on i.id = c.incident_id
       where i.dedup_status = 'counted'`,
    )
    expect(carried).toEqual([{ id: 'r1', field: 'endedAt', reason: by.reason }])
    expect(await totals()).toEqual({ count: 2, downtime: 9_000 })
  })

  it('of the start moves it into another month', async () => {
    await correctIncident(id, { startedAt: at('2026-02-28T23:00Z') }, by)
    expect(await months()).toEqual([
      ['2026-02', 'incident', 1, 3_600],
      ['2026-03', 'incident', 0, 39_600],
    ])
  })

  it('"not an outage" takes it out of the totals and leaves it to be seen', async () => {
    await correctIncident(id, { excluded: true }, by)
    expect(await totals()).toEqual({ count: 0, downtime: 0 })
    expect(await months()).toEqual([])
    expect(await getIncident(id, now)).toMatchObject({ excluded: true })
  })

  it('of the kind counts it among the maintenances', async () => {
    await correctIncident(id, { kind: 'maintenance', impact: 'none' }, by)
    expect(await totals()).toEqual({ count: 0, downtime: 0 })
    expect(await months()).toEqual([['2026-03', 'maintenance', 1, 3_600]])
    expect(await getIncident(id, now)).toMatchObject({ kind: 'maintenance', impact: 'none' })
  })

  it('"it has not ended" opens it again', async () => {
    await correctIncident(id, { endedAt: null }, by)
    expect(await getIncident(id, now)).toMatchObject({ durationBasis: 'ongoing', endedAt: null })
  })

  it('survives a later document and a replay, and the source value stays beside it', async () => {
    await correctIncident(id, { endedAt: at('2026-03-01T12:30Z') }, by)
    const later = anIncident('a', { title: 'Renamed', statedEndedAt: at('2026-03-01T11:05Z') })
    await ingest(aDocument([later]), { readAt: '2026-03-03T00:00Z' })
    await runMode('replay')
    expect(await getIncident(id, now)).toMatchObject({ title: 'Renamed', durationSeconds: 9_000 })
    expect(await getIncidentFacts(id)).toMatchObject({
      source: { endedAt: at('2026-03-01T11:05Z') },
      shown: { endedAt: at('2026-03-01T12:30Z') },
    })
  })

  it('is replaced by another of the same field, which is the one in force', async () => {
    await correctIncident(id, { endedAt: at('2026-03-01T12:30Z') }, by)
    await correctIncident(id, { endedAt: at('2026-03-01T10:30Z') }, by)
    expect((await totals()).downtime).toBe(1_800)
    expect((await getIncidentFacts(id))?.corrections.map(({ revokedBy }) => revokedBy)).toEqual(['an admin', null])
  })

  it('is taken back: everything is as it was, and the correction is still to be seen', async () => {
    const before = { totals: await totals(), months: await months(), shown: (await getIncidentFacts(id))?.shown }
    await correctIncident(id, { endedAt: at('2026-03-01T12:30Z'), impact: 'critical' }, by)
    const corrections = (await getIncidentFacts(id))?.corrections ?? []
    for (const correction of corrections) await revokeCorrection(id, correction.id, { actor: 'bob@example.com' })
    expect({ totals: await totals(), months: await months(), shown: (await getIncidentFacts(id))?.shown }).toEqual(
      before,
    )
    expect((await getIncidentFacts(id))?.corrections).toHaveLength(2)
    const again = revokeCorrection(id, corrections[0]?.id ?? 0, { actor: 'bob@example.com' })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  it('tells whoever keeps pages, in its own transaction', async () => {
    const client = await pool().connect()
    const received: (string | undefined)[] = []
    client.on('notification', ({ payload }) => received.push(payload))
    await client.query(`listen ${CHANGE_CHANNEL}`)
    await correctIncident(id, { impact: 'major' }, by)
    await client.query('select 1')
    client.release(true)
    expect(received).toEqual(['{"vendor":"acme"}'])
  })

  it.each([
    ['without a reason', { impact: 'major' as const }, { reason: ' ' }, 'reason'],
    ['that ends before it starts', { endedAt: at('2026-03-01T09:00Z') }, {}, 'endedAt'],
    ['of nothing', {}, {}, null],
  ])('%s is refused, and nothing is changed', async (_what, fields, over, field) => {
    const refused = correctIncident(id, fields, { ...by, ...over })
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input', field })
    expect(await getIncidentFacts(id)).toMatchObject({ corrections: [] })
    expect(await listAuditEntries({}, 5)).toEqual([])
  })

  it('of an unknown incident is refused', async () => {
    await expect(correctIncident('000000000000', { excluded: true }, by)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the quarantine', () => {
  const broken = (n: number) => ({
    ...aDocument([anIncident(`fine-${n}`)]),
    quarantined: [{ externalId: 'b', path: 'incidents[1]', reason: 'its date cannot be read', raw: '{"date":"soon"}' }],
  })

  const meet = (n: number) => ingest(broken(n), { readAt: `2026-03-0${n}T00:00Z` })

  it('shows an item that comes again as one', async () => {
    await meet(3)
    await meet(4)
    const items = await listQuarantined(10)
    expect(items).toMatchObject([{ vendor: 'acme', externalId: 'b', reason: 'its date cannot be read' }])
  })

  it('forgets a dismissed item, also when it comes again', async () => {
    await meet(3)
    const [item] = await listQuarantined(10)
    await dismissItem(item?.id ?? '', 'ada@example.com')
    await meet(4)
    expect(await listQuarantined(10)).toEqual([])
    expect((await listAuditEntries({}, 1))[0]).toMatchObject({ action: 'quarantine.dismiss' })
  })

  it('is settled by a replay that can read the item', async () => {
    const { id: runId } = await ingest(aDocument([anIncident('c')]), { readAt: '2026-03-03T00:00Z' })
    // What an adapter of before could not read.
    await pool().query(
      "insert into run_items (run_id, external_id, path, reason, raw) values ($1, 'b', 'incidents[1]', 'too new', '{}')",
      [runId],
    )
    const [item] = await listQuarantined(10)
    const run = await retryItem(item?.id ?? '', 'ada@example.com')
    expect(await listQuarantined(10)).toHaveLength(1)
    await executeRun(run, runHandlers)
    expect(await listQuarantined(10)).toEqual([])
  })

  it('keeps what a replay cannot read either, under the replay', async () => {
    await meet(3)
    const [item] = await listQuarantined(10)
    const run = await retryItem(item?.id ?? '', 'ada@example.com')
    await executeRun(run, runHandlers)
    expect(await listQuarantined(10)).toMatchObject([{ externalId: 'b', runId: run }])
  })
})
