import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { correctIncident } from '#lib/admin/corrections.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { dateImported, dateIncidents } from '#lib/incidents/news-at.ts'
import { FEED_LENGTH, type FeedPage, listNews } from '#lib/queries/incident/news.ts'
import { getIncident } from '#lib/queries/incidents.ts'
import { findScope, type Whose } from '#lib/queries/scope.ts'
import { type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const NOW = at('2026-06-01T00:00Z')

ownDatabase({ emptied: true })

async function news(whose: Whose, over: Partial<HistoryFilter> = {}, now = NOW): Promise<FeedPage> {
  return await listNews(await findScope(whose, { ...parseHistoryFilter({}, now), ...over }, now))
}

const titles = ({ entries }: FeedPage) => entries.map(({ title }) => title.replace('Incident ', ''))

/** Over for an hour from that moment, with an update at each end. */
function over(id: string, start: string) {
  const from = at(start)
  const to = new Date(from.getTime() + 3_600_000)
  return anIncident(id, {
    statedStartedAt: from,
    statedEndedAt: to,
    updates: [
      anUpdate(`${id}-1`, { status: 'investigating', postedAt: from }),
      anUpdate(`${id}-2`, { status: 'resolved', postedAt: to }),
    ],
  })
}

function open(id: string, start: string) {
  const from = at(start)
  return anIncident(id, {
    status: 'investigating',
    statedStartedAt: from,
    statedEndedAt: null,
    updates: [anUpdate(`${id}-1`, { status: 'investigating', postedAt: from })],
  })
}

function planned() {
  return anIncident('plan', {
    kind: 'maintenance',
    status: 'scheduled',
    ...{ statedStartedAt: null, statedEndedAt: null },
    scheduledFrom: at('2026-06-10T02:00Z'),
    scheduledUntil: at('2026-06-10T04:00Z'),
    updates: [anUpdate('p-1', { status: 'scheduled', postedAt: at('2026-03-29T10:00Z') })],
  })
}

/** As if the vendor had been added then: both columns are by our clock. */
async function addedAt(vendor: string, time: string): Promise<void> {
  await pool().query(
    `with v as (select id from vendors where slug = $1),
     s as (update sources set created_at = $2 where vendor_id = (select id from v))
     update incidents set stored_at = $2 where vendor_id = (select id from v)`,
    [vendor, time],
  )
}

describe('a feed', () => {
  it('has what was said last first, whenever it began', async () => {
    await ingest(aDocument([over('old', '2026-03-01T10:00Z'), over('new', '2026-05-01T10:00Z')]), {
      readAt: '2026-05-02T00:00Z',
    })
    expect(titles(await news('acme'))).toEqual(['new', 'old'])
    const old = over('old', '2026-03-01T10:00Z')
    old.updates.push(anUpdate('old-3', { status: 'postmortem', postedAt: at('2026-05-20T09:00Z') }))
    await ingest(aDocument([old, over('new', '2026-05-01T10:00Z')]), { readAt: '2026-05-21T00:00Z' })
    const page = await news('acme')
    expect(titles(page)).toEqual(['old', 'new'])
    expect(page.entries[0]?.newsAt).toEqual(at('2026-05-20T09:00Z'))
  })

  it('has an edit, a withdrawal and a correction as news', async () => {
    const incidents = [over('a', '2026-03-01T10:00Z'), over('b', '2026-03-02T10:00Z'), over('c', '2026-03-03T10:00Z')]
    await ingest(aDocument(incidents, { completeness: 'whole' }), { readAt: '2026-04-01T00:00Z' })
    expect(titles(await news('acme'))).toEqual(['c', 'b', 'a'])
    const edited = over('a', '2026-03-01T10:00Z')
    edited.updates = edited.updates.map((update, index) => (index === 0 ? { ...update, body: 'Other words.' } : update))
    await ingest(aDocument([edited, over('c', '2026-03-03T10:00Z')], { completeness: 'whole' }), {
      readAt: '2026-04-02T00:00Z',
    })
    const page = await news('acme')
    expect(titles(page)).toEqual(['b', 'a', 'c'])
    expect(page.entries.map(({ newsAt }) => newsAt)).toEqual([
      at('2026-04-02T00:00Z'),
      at('2026-04-02T00:00Z'),
      at('2026-03-03T11:00Z'),
    ])
    const c = page.entries[2]?.id ?? ''
    await correctIncident(c, { excluded: true }, { reason: 'A test.', actor: 'x' })
    const [first] = (await news('acme')).entries
    expect(first).toMatchObject({ id: c, excluded: true, corrections: [{ field: 'excluded', reason: 'A test.' }] })
  })

  it('has all that is open, in addition to the newest', async () => {
    const many = Array.from({ length: FEED_LENGTH + 5 }, (_, index) =>
      over(`n${index}`, new Date(at('2026-03-01T00:00Z').getTime() + index * 86_400_000).toISOString()),
    )
    await ingest(aDocument([open('lasting', '2026-01-01T10:00Z'), ...many]), { readAt: '2026-05-30T00:00Z' })
    const page = await news('acme')
    expect(page.entries).toHaveLength(FEED_LENGTH + 1)
    expect(titles(page).at(-1)).toBe('lasting')
    const next = await news('acme', { cursor: page.nextCursor })
    expect(titles(next)).toEqual(['n4', 'n3', 'n2', 'n1', 'n0', 'lasting'])
    expect(next.nextCursor).toBeNull()
  })

  it('has no history of a vendor that was added later, but what is open there; its pages have both', async () => {
    await ingest(aDocument([over('a', '2026-03-01T10:00Z')]), { readAt: '2026-03-02T00:00Z' })
    await addedAt('acme', '2026-03-02T00:00Z')
    await ingest(aDocument([over('b', '2026-03-05T10:00Z'), open('o', '2026-03-06T10:00Z')]), {
      vendor: 'bolt',
      readAt: '2026-04-01T00:00Z',
    })
    await addedAt('bolt', '2026-04-01T00:00Z')
    const page = await news(['acme', 'bolt'])
    expect(titles(page)).toEqual(['o', 'a'])
    expect(titles(await news(['acme', 'bolt'], { cursor: page.nextCursor }))).toEqual(['o', 'b', 'a'])
    // Nobody can have subscribed to its own feed before.
    expect(titles(await news('bolt'))).toEqual(['o', 'b'])
  })

  it('does not take for news what was stored long after it was said', async () => {
    await ingest(aDocument([over('a', '2026-03-20T10:00Z')]), { readAt: '2026-03-21T00:00Z' })
    await addedAt('acme', '2026-03-01T00:00Z')
    await ingest(
      aDocument([
        over('a', '2026-03-20T10:00Z'),
        over('found', '2026-03-21T10:00Z'),
        over('fresh', '2026-05-19T10:00Z'),
      ]),
      {
        readAt: '2026-05-20T00:00Z',
      },
    )
    await pool().query(`update incidents set stored_at = '2026-05-20T00:00Z' where external_id <> 'a'`)
    expect(titles(await news('acme'))).toEqual(['fresh', 'a'])
  })

  it('is the same at any moment at which nothing was said, and has planned maintenance', async () => {
    await ingest(aDocument([open('o', '2026-05-30T10:00Z'), planned()]), { readAt: '2026-05-30T11:00Z' })
    const page = await news('acme', { kind: 'all' })
    expect(page.entries).toMatchObject([
      { title: 'Incident o', durationBasis: 'ongoing', endedAt: null },
      { title: 'Incident plan', durationBasis: 'planned', scheduledUntil: at('2026-06-10T04:00Z') },
    ])
    expect(await news('acme', { kind: 'all' }, at('2026-09-01T00:00Z'))).toEqual(page)
  })
})

it('the migration, an import of an earlier export, the worker, and a reader before it date what is stored in the same way', async () => {
  const edited = over('a', '2026-03-01T10:00Z')
  await ingest(
    aDocument([edited, over('b', '2026-03-02T10:00Z'), open('c', '2026-03-03T10:00Z'), planned()], {
      completeness: 'whole',
      kinds: ['incident', 'maintenance'],
    }),
    { readAt: '2026-04-01T00:00Z' },
  )
  edited.title = 'Another title'
  const [first, last] = edited.updates
  edited.updates = first && last ? [{ ...first, body: 'Other words.' }, last] : []
  await ingest(
    aDocument([edited, open('c', '2026-03-03T10:00Z'), planned()], {
      completeness: 'whole',
      kinds: ['incident', 'maintenance'],
    }),
    {
      readAt: '2026-04-02T00:00Z',
    },
  )
  const { rows } = await pool().query('select public_id, news_at from incidents order by 1')
  await correctIncident(rows[0].public_id, { impact: 'critical' }, { reason: 'Worse.', actor: 'x' })
  const read = async () => (await pool().query('select public_id, news_at from incidents order by 1')).rows
  const kept = await read()
  expect(kept).not.toEqual(rows)
  const migration = readFileSync(
    join(import.meta.dirname, '../../../../prisma/migrations/20261201200000_news/migration.sql'),
    'utf8',
  )
  await pool().query('update incidents set news_at = to_timestamp(0)')
  await pool().query(migration.slice(migration.indexOf('UPDATE incidents'), migration.indexOf('CREATE INDEX')))
  expect(await read()).toEqual(kept)
  await pool().query('update incidents set news_at = to_timestamp(0)')
  await inTransaction(dateImported)
  expect(await read()).toEqual(kept)
  const shown = () => Promise.all(kept.map(async ({ public_id }) => (await getIncident(public_id, NOW))?.newsAt))
  const before = await shown()
  await pool().query('update incidents set news_at = to_timestamp(0)')
  expect(await shown()).toEqual(before)
  expect(await dateIncidents()).toBe(kept.length)
  expect(await read()).toEqual(kept)
  expect(await dateIncidents()).toBe(0)
})
