import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { correctIncident } from '#lib/admin/corrections.ts'
import { deleteSource, tryDeletion } from '#lib/admin/source/delete-source.ts'
import { makePrimary, tryPrimary } from '#lib/admin/source/sources.ts'
import { renameVendor } from '#lib/admin/vendor/change-vendor.ts'
import { mergeVendors, tryMerge } from '#lib/admin/vendor/merge-vendors.ts'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { pool } from '#lib/database/client.ts'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import { inTransaction, lockSource } from '#lib/database/transaction.ts'
import { findPresentId, getIncident } from '#lib/queries/incidents.ts'
import { findVendorAlias, getVendor } from '#lib/queries/vendors.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { requestRun } from '#lib/runs/run.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { aSource, clearDatabase, expectInvariants, ingest, liveState, useTestDatabase } from '#tests/support/ingest.ts'
import { exportLines, importLines } from '#tests/support/transfer.ts'

const now = at('2026-03-20T00:00Z')
const URL_ONE = 'https://status.acme.example'
const URL_TWO = 'https://feed.acme.example'
let drop: () => Promise<void>

beforeAll(async () => {
  drop = await useTestDatabase()
})
beforeEach(clearDatabase)
afterEach(expectInvariants)
afterAll(async () => {
  await closeQueue()
  await drop()
})

const on = (day: number, id: string, title: string) => {
  const start = Date.UTC(2026, 2, day, 10)
  const end = new Date(start + 3_600_000)
  const updates = [anUpdate('u1', { postedAt: end })]
  return anIncident(id, { title, statedStartedAt: new Date(start), statedEndedAt: end, updates })
}

const read = (vendor: string, url: string, incidents: ReturnType<typeof on>[]) =>
  ingest(aDocument(incidents, { completeness: 'whole' }), { vendor, url, readAt: '2026-03-15T00:00Z' })

async function figures(vendor: string) {
  const { history } = (await getVendor(vendor, parseHistoryFilter({}, now), now)) ?? { history: null }
  return { count: history?.incidentCount, downtime: history?.downtimeSeconds }
}

async function idOf(vendor: string, externalId: string): Promise<string> {
  const { rows } = await pool().query(
    'select public_id from incidents i join vendors v on v.id = i.vendor_id where external_id = $1 and v.slug = $2',
    [externalId, vendor],
  )
  return rows[0].public_id
}

const sourceOf = async (vendor: string, url: string) => (await aSource({ vendor, url })).sourceId

const isBusy = (error: unknown) => databaseTrouble(error) === 'busy'

describe('a dry run', () => {
  it('gives way to what is being written, and leaves connections to others however many ask for it', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One')])
    await read('acme-cloud', URL_TWO, [on(1, 'x', 'First')])
    const sourceId = await sourceOf('acme-cloud', URL_TWO)
    await inTransaction(async (tx) => {
      await lockSource(tx, sourceId)
      const dryRuns = Array.from({ length: 12 }, (_, n) =>
        n % 2 === 0 ? tryMerge('acme-cloud', 'acme', null, now) : tryDeletion(sourceId, now),
      )
      const outcomes = Promise.allSettled(dryRuns)
      // All of them wait now, and the pool still has a connection at once.
      expect((await pool().query('select 1 as one')).rows).toEqual([{ one: 1 }])
      for (const outcome of await outcomes) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.toSatisfy(isBusy) })
      }
    })
    expect((await tryDeletion(sourceId, now)).deletionImpact).toMatchObject({ incidents: 1 })
  })
})

describe('a merge of two vendors', () => {
  const merge = (over = {}) =>
    mergeVendors('acme-cloud', { into: 'acme', confirmation: 'acme-cloud', primary: null, ...over }, 'ada')

  it('hands everything over, keeps public ids, and counts nothing twice', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One'), on(2, 'b', 'Two')])
    await read('acme-cloud', URL_TWO, [on(1, 'x', 'First'), on(5, 'y', 'Only there')])
    const ids = [await idOf('acme-cloud', 'x'), await idOf('acme-cloud', 'y')]
    await correctIncident(ids[1] ?? '', { impact: 'major' }, { reason: 'It was worse.', actor: 'ada' })
    const before = await liveState()
    const review = await tryMerge('acme-cloud', 'acme', null, now)
    expect(review).toMatchObject({
      deletionImpact: { sources: 1, incidents: 2, updates: 2, corrections: 1 },
      shared: [],
    })
    expect(await liveState()).toEqual(before)

    await merge()
    // The other page's incidents lie where the primary one knows everything: they are shown as "only in", and not counted.
    expect(await figures('acme')).toEqual({ count: 2, downtime: 7_200 })
    expect(await getVendor('acme-cloud', parseHistoryFilter({}, now), now)).toBeNull()
    expect(await findVendorAlias('acme-cloud')).toBe('acme')
    for (const id of ids) expect(await getIncident(id, now)).toMatchObject({ id, vendor: 'acme' })
    expect((await getIncident(ids[1] ?? '', now))?.corrections).toMatchObject([{ reason: 'It was worse.' }])
  })

  it('shows the figures before, and chooses the primary source', async () => {
    await read('acme', URL_ONE, [on(3, 'a', 'One')])
    await read('acme-cloud', URL_TWO, [on(1, 'x', 'First'), on(5, 'y', 'Only there')])
    const primary = await sourceOf('acme-cloud', URL_TWO)
    const { figures: shown } = await tryMerge('acme-cloud', 'acme', primary, now)
    expect([shown.own.incidentCount, shown.before.incidentCount, shown.after.incidentCount]).toEqual([2, 1, 2])
    await merge({ primary })
    expect((await figures('acme')).count).toBe(2)
    const { rows } = await pool().query('select url from sources where is_primary')
    expect(rows).toEqual([{ url: URL_TWO }])
  })

  it('of the same page, added twice, leaves each incident once, and both permalinks lead to it', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One'), on(2, 'b', 'Two')])
    await read('acme-cloud', URL_ONE, [on(1, 'a', 'One'), on(2, 'b', 'Two'), on(3, 'c', 'Gone since')])
    const id = await idOf('acme-cloud', 'a')
    const target = await idOf('acme', 'a')
    expect((await merge()).shared).toEqual(['archive:status.acme.example'])
    expect(await figures('acme')).toEqual({ count: 3, downtime: 10_800 })
    expect(await findPresentId(id)).toBe(target)
    const { rows } = await pool().query('select key, paused_at is null as reads from sources order by id')
    expect(rows).toEqual([
      { key: 'archive:status.acme.example', reads: true },
      { key: 'acme-cloud/archive:status.acme.example', reads: false },
    ])
  })

  it('goes on as before: the next document finds its incidents under the ids that they had', async () => {
    await read('acme', URL_ONE, [on(10, 'a', 'One')])
    await read('acme-cloud', URL_TWO, [on(1, 'x', 'First')])
    const id = await idOf('acme-cloud', 'x')
    await merge()
    await ingest(aDocument([on(1, 'x', 'First, edited'), on(2, 'z', 'New')], { completeness: 'whole' }), {
      vendor: 'acme',
      url: URL_TWO,
      readAt: '2026-03-16T00:00Z',
    })
    expect(await getIncident(id, now)).toMatchObject({ title: 'First, edited', vendor: 'acme' })
    expect((await figures('acme')).count).toBe(3)
  })

  it('takes former slugs along, which nobody else can have', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One')])
    await read('old-name', URL_TWO, [on(1, 'x', 'First')])
    await renameVendor('old-name', 'acme-cloud', 'ada')
    await merge()
    expect(await findVendorAlias('old-name')).toBe('acme')
    for (const slug of ['old-name', 'acme-cloud']) {
      const vendor = { slug, name: 'X', websiteUrl: null, category: null, sources: [] }
      await expect(createVendor(vendor, 'ada')).rejects.toMatchObject({ code: 'conflict' })
    }
  })

  it('travels with an export', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One')])
    await read('acme-cloud', URL_ONE, [on(1, 'a', 'One'), on(2, 'b', 'Two')])
    await merge()
    const state = await liveState()
    await importLines(await exportLines(), { replace: true })
    expect(await liveState()).toEqual(state)
  })

  it('while a worker is at one of its runs takes the run from it, and the next does it', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One')])
    await read('acme-cloud', URL_TWO, [on(1, 'x', 'First')])
    const { vendorId, sourceId } = await aSource({ vendor: 'acme-cloud', url: URL_TWO })
    const request = { vendorId, sourceId, mode: 'replay', trigger: 'cli', dryRun: false } as const
    const run = await inTransaction((tx) => requestRun(tx, request, async () => {}))
    const outcome = {
      end: 'unchanged' as const,
      error: null,
      documentsRead: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      withdrawn: 0,
      changes: [],
      warnings: [],
      quarantined: [],
    }
    const replay = async () => {
      await merge()
      return outcome
    }
    expect(await executeRun(run, { replay })).toBe('gone')
    expect(await executeRun(run, { replay: async () => outcome })).toBe('done')
  })

  it('needs the slug in words, and another vendor', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One')])
    await read('acme-cloud', URL_TWO, [on(1, 'x', 'First')])
    await expect(merge({ confirmation: 'acme' })).rejects.toMatchObject({ field: 'confirmation' })
    await expect(merge({ into: 'acme-cloud' })).rejects.toMatchObject({ field: 'into' })
    await expect(merge({ into: 'nobody' })).rejects.toMatchObject({ field: 'into' })
    await expect(merge({ primary: 9_999 })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the choice of the primary source', () => {
  it('shows beforehand what it does to the figures, and does just that', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One'), on(2, 'b', 'Two')])
    await read('acme', URL_TWO, [on(1, 'x', 'First')])
    const other = await sourceOf('acme', URL_TWO)
    const before = await liveState()
    const moves = await tryPrimary(other, now)
    expect(moves.find(({ figure }) => figure === 'incidentCount')).toEqual({
      figure: 'incidentCount',
      before: 2,
      after: 1,
    })
    expect(await liveState()).toEqual(before)
    await makePrimary(other, 'ada')
    expect((await figures('acme')).count).toBe(1)
    expect(await tryPrimary(other, now)).toEqual([])
  })
})

describe('the deletion of a source', () => {
  it('says what goes and what it does to the figures, and then does just that', async () => {
    await read('acme', URL_ONE, [on(1, 'a', 'One'), on(2, 'b', 'Two')])
    await read('acme', URL_TWO, [on(1, 'x', 'First')])
    const primary = await sourceOf('acme', URL_ONE)
    const { deletionImpact, figures: moves } = await tryDeletion(primary, now)
    expect(deletionImpact).toEqual({
      sources: 1,
      incidents: 2,
      updates: 2,
      corrections: 0,
      documents: 1,
      runs: 1,
      permalinks: 2,
    })
    expect(moves.find(({ figure }) => figure === 'incidentCount')).toEqual({
      figure: 'incidentCount',
      before: 2,
      after: 1,
    })
    await expect(deleteSource(primary, 'archive', 'ada')).rejects.toMatchObject({ field: 'confirmation' })
    expect(await deleteSource(primary, 'archive:status.acme.example', 'ada')).toBe('acme')
    expect((await figures('acme')).count).toBe(1)
    const { rows } = await pool().query('select url, is_primary from sources')
    expect(rows).toEqual([{ url: URL_TWO, is_primary: true }])
  })

  it('leaves the permalinks that lead elsewhere', async () => {
    await ingest(aDocument([on(1, 'a', 'One'), on(2, 'b', 'Two')]), { origin: 'sample', readAt: '2026-03-03T00:00Z' })
    await read('acme', URL_ONE, [on(1, 'a', 'One')])
    const { rows } = await pool().query(
      "select i.public_id, i.external_id from incidents i join sources s on s.id = i.source_id where s.origin = 'sample' order by 2",
    )
    const sample = (await aSource({ origin: 'sample' })).sourceId
    expect((await tryDeletion(sample, now)).deletionImpact.permalinks).toBe(1)
    await deleteSource(sample, 'sample', 'ada')
    expect(await findPresentId(rows[0].public_id)).toBe(await idOf('acme', 'a'))
    expect(await getIncident(rows[1].public_id, now)).toBeNull()
  })
})
