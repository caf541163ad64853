import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { correctIncident } from '#lib/admin/corrections.ts'
import { moveSource, type NewAddress, reviewMove, undoMove } from '#lib/admin/source/moves.ts'
import { pool } from '#lib/database/client.ts'
import { findPresentId, getIncident } from '#lib/queries/incidents.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import {
  aSource,
  clearDatabase,
  expectInvariants,
  ingest,
  liveState,
  runMode,
  useTestDatabase,
} from '#tests/support/ingest.ts'
import { exportLines, importLines } from '#tests/support/transfer.ts'

const OLD = 'https://status.acme.example'
const NEW = 'https://acme.status-host.example'
const now = at('2026-03-20T00:00Z')
const options = { toleranceMinutes: 30, notDuplicates: [] }
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

/** Incident `id`, called `title`, of an hour on the given day of March 2026. */
const on = (day: number, id: string, title: string, minutesLate = 0): ParsedIncident => {
  const start = Date.UTC(2026, 2, day, 10, minutesLate)
  const end = new Date(start + 3_600_000)
  const updates = [anUpdate('u1', { postedAt: end })]
  return anIncident(id, { title, statedStartedAt: new Date(start), statedEndedAt: end, updates })
}

const OLDS = [on(1, 'a', 'One'), on(2, 'b', 'Two'), on(3, 'c', 'Three')]
/** The new page was given the second and third, a little late, has lost the first, and has one of its own. */
const NEWS = [on(2, '1', 'Two'), on(3, '2', 'Three', 5), on(10, '3', 'Four')]

const address = (over: Partial<NewAddress> = {}): NewAddress => ({
  platform: 'archive',
  url: NEW,
  listed: NEWS.map(({ externalId, title, statedStartedAt: startedAt }) => ({ externalId, title, startedAt })),
  ...over,
})

async function oldSource(): Promise<number> {
  await ingest(aDocument(OLDS, { completeness: 'whole' }), { url: OLD, readAt: '2026-03-05T00:00Z' })
  return (await aSource({ url: OLD })).sourceId
}

/** What the worker would read at the new address. */
const readNew = (incidents = NEWS, readAt = '2026-03-12T00:00Z') =>
  ingest(aDocument(incidents, { completeness: 'whole' }), { url: NEW, readAt })

async function figures() {
  const { history } = (await getVendor('acme', parseHistoryFilter({}, now), now)) ?? { history: null }
  return { count: history?.incidentCount, downtime: history?.downtimeSeconds }
}

async function idOf(externalId: string): Promise<string> {
  const { rows } = await pool().query('select public_id from incidents where external_id = $1', [externalId])
  return rows[0].public_id
}

describe('a move of a source', () => {
  it('is reviewed before: what is found again, what only the old page has, and what only the new one', async () => {
    const source = await oldSource()
    const before = await liveState()
    const review = await reviewMove(source, address(), options)
    expect(review.way).toBe('source')
    expect(review.pairs.map(({ old, fresh }) => [old.externalId, fresh.externalId])).toEqual([
      ['c', '2'],
      ['b', '1'],
    ])
    expect(review.onlyOld.map(({ externalId }) => externalId)).toEqual(['a'])
    expect(review.onlyNew.map(({ externalId }) => externalId)).toEqual(['3'])
    expect((await reviewMove(source, address(), { ...options, toleranceMinutes: 0 })).pairs).toHaveLength(1)
    expect((await reviewMove(source, address(), { ...options, notDuplicates: ['b'] })).pairs).toHaveLength(1)
    expect(await liveState()).toEqual(before)
  })

  it('counts everything once before, during and after, and old permalinks lead to the new ones', async () => {
    const source = await oldSource()
    expect(await figures()).toEqual({ count: 3, downtime: 10_800 })
    await moveSource(source, address(), options, 'ada')
    expect(await figures()).toEqual({ count: 3, downtime: 10_800 })
    await expectInvariants()
    await readNew()
    expect(await figures()).toEqual({ count: 4, downtime: 14_400 })
    expect(await findPresentId(await idOf('b'))).toBe(await idOf('1'))
    expect(await findPresentId(await idOf('c'))).toBe(await idOf('2'))
    expect(await findPresentId(await idOf('a'))).toBeNull()
    expect((await getIncident(await idOf('a'), now))?.title).toBe('One')
    const { rows } = await pool().query('select url, is_primary, paused_at is null as reads from sources order by id')
    expect(rows).toEqual([
      { url: OLD, is_primary: false, reads: false },
      { url: NEW, is_primary: true, reads: true },
    ])
  })

  it('leads to the last place when the page moves again', async () => {
    const source = await oldSource()
    await moveSource(source, address(), options, 'ada')
    await readNew()
    const third = 'https://status.acme-host.example'
    // The page gives them other titles before it moves: only the page between shows that they are the same.
    await readNew([on(2, '1', 'Second', 20), on(3, '2', 'Third', 25), on(10, '3', 'Four')], '2026-03-12T06:00Z')
    const last = [on(2, 'x', 'Second', 20), on(3, 'y', 'Third', 25)]
    const listed = last.map(({ externalId, title, statedStartedAt: startedAt }) => ({ externalId, title, startedAt }))
    await moveSource((await aSource({ url: NEW })).sourceId, address({ url: third, listed }), options, 'ada')
    await ingest(aDocument(last, { completeness: 'whole' }), { url: third, readAt: '2026-03-13T00:00Z' })
    const { rows } = await pool().query(
      `select i.external_id as id, t.external_id as duplicate from incidents i join incidents t on t.id = i.duplicate_of_id order by 1`,
    )
    expect(rows).toEqual([
      { id: '1', duplicate: 'x' },
      { id: '2', duplicate: 'y' },
      { id: 'b', duplicate: 'x' },
      { id: 'c', duplicate: 'y' },
    ])
    expect(await findPresentId(await idOf('b'))).toBe(await idOf('x'))
    expect(await figures()).toEqual({ count: 4, downtime: 14_400 })
  })

  it('stays right when either source is replayed, and when the new page gives a duplicate another title', async () => {
    await moveSource(await oldSource(), address(), options, 'ada')
    await readNew()
    const state = await liveState()
    await runMode('replay', { url: OLD })
    await runMode('replay', { url: NEW })
    expect(await liveState()).toEqual(state)
    await readNew([on(2, '1', 'Two, with its postmortem'), ...NEWS.slice(1)], '2026-03-13T00:00Z')
    expect(await figures()).toEqual({ count: 4, downtime: 14_400 })
  })

  it('does not let another source count where the old page covered the time', async () => {
    const source = await oldSource()
    await ingest(aDocument([on(1, 'x', 'One'), on(4, 'y', 'Only here')], { completeness: 'whole' }), {
      url: 'https://feed.acme.example',
      readAt: '2026-03-05T00:00Z',
    })
    expect(await figures()).toEqual({ count: 3, downtime: 10_800 })
    await moveSource(source, address(), options, 'ada')
    await readNew()
    expect(await figures()).toEqual({ count: 4, downtime: 14_400 })
  })

  it('takes corrections along, reason and author included', async () => {
    const source = await oldSource()
    const by = { reason: 'The postmortem says so.', actor: 'ada' }
    await correctIncident(await idOf('b'), { endedAt: at('2026-03-02T12:00Z') }, by)
    expect(await figures()).toEqual({ count: 3, downtime: 14_400 })
    await moveSource(source, address(), options, 'ada')
    await readNew()
    expect(await figures()).toEqual({ count: 4, downtime: 18_000 })
    expect(await getIncident(await idOf('1'), now)).toMatchObject({
      durationBasis: 'corrected',
      corrections: [{ field: 'endedAt', reason: 'The postmortem says so.', author: 'an admin' }],
    })
  })

  it('leaves apart what an admin has said are two', async () => {
    await moveSource(await oldSource(), address(), { ...options, notDuplicates: ['b'] }, 'ada')
    await readNew()
    expect(await findPresentId(await idOf('b'))).toBeNull()
    expect((await figures()).count).toBe(5)
  })

  it('travels with an export', async () => {
    await moveSource(await oldSource(), address(), options, 'ada')
    await readNew()
    const state = await liveState()
    await importLines(await exportLines(), { replace: true })
    expect(await liveState()).toEqual(state)
    expect(await findPresentId(await idOf('b'))).toBe(await idOf('1'))
    await readNew([...NEWS, on(1, '0', 'One')], '2026-03-13T00:00Z')
    expect(await findPresentId(await idOf('a'))).toBe(await idOf('0'))
  })

  it('is turned round: the old source has the last word again and nothing counts twice', async () => {
    const source = await oldSource()
    await moveSource(source, address(), options, 'ada')
    await readNew()
    await undoMove(source, 'ada')
    expect(await figures()).toEqual({ count: 4, downtime: 14_400 })
    expect(await findPresentId(await idOf('1'))).toBe(await idOf('b'))
    expect(await findPresentId(await idOf('b'))).toBeNull()
    const { rows } = await pool().query('select url from sources where is_primary and paused_at is null')
    expect(rows).toEqual([{ url: OLD }])
    await expect(undoMove(source, 'ada')).rejects.toMatchObject({ code: 'conflict' })

    await moveSource(source, address(), options, 'ada')
    expect(await figures()).toEqual({ count: 4, downtime: 14_400 })
    expect(await findPresentId(await idOf('b'))).toBe(await idOf('1'))
  })

  it('is done once, and not to where the source is', async () => {
    const source = await oldSource()
    await moveSource(source, address(), options, 'ada')
    await expect(moveSource(source, address(), options, 'ada')).rejects.toMatchObject({ code: 'conflict' })
    await expect(reviewMove(source, address({ platform: 'archive', url: `${OLD}/` }), options)).rejects.toMatchObject({
      field: 'url',
    })
    await expect(reviewMove(source, address(), { ...options, toleranceMinutes: -1 })).rejects.toMatchObject({
      field: 'tolerance',
    })
    await expect(reviewMove(99_999, address(), options)).rejects.toMatchObject({ code: 'not_found' })
  })
})

/** The same page with the same ids. */
const same = address({
  platform: 'archive',
  listed: OLDS.map(({ externalId, title, statedStartedAt: startedAt }) => ({ externalId, title, startedAt })),
})

describe('a page that has another address but the same ids', () => {
  it('stays the same source: every permalink and every figure is what it was', async () => {
    const source = await oldSource()
    expect((await reviewMove(source, same, options)).way).toBe('address')
    const before = await liveState()
    await moveSource(source, same, options, 'ada')
    expect(await liveState()).toEqual(before)
    const { rows } = await pool().query('select id, key, url from sources')
    expect(rows).toEqual([{ id: source, key: 'archive:status.acme.example', url: NEW }])
  })
})

describe('a source that was told as failing', () => {
  it.each([
    ['its page', address()],
    ['its address', same],
  ])('is told as recovered when it moves with %s', async (_what, to) => {
    const source = await oldSource()
    await pool().query('update sources set failures = 3')
    await pool().query('delete from alert_events')
    await moveSource(source, to, options, 'ada')
    const { rows } = await pool().query('select kind, source_id from alert_events')
    expect(rows).toEqual([{ kind: 'source_recovered', source_id: source }])
  })
})
